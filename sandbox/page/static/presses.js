// Presses: none is lost, none counts twice, and no older drawing undoes a newer one.

const TWICE = 300; // milliseconds within which a second click is still the first one's double

// The drawing that an element belongs to. It changes when a message is edited or a modal turns its page.
const mark = (element) => element.closest("[data-mark]")?.dataset.mark;

// --- Until it is answered, the same thing in the same drawing is not sent again. What has been redrawn meanwhile is
// another thing: it may be pressed at once, and waits in its queue (hx-sync, "queue all") rather than being dropped.

const waiting = new Map(); // pressed and not answered yet -> the drawing it was pressed in

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const pressed = ctx.sourceElement;
  if (!pressed.matches("button, form") || mark(pressed) === undefined) return;
  if (waiting.get(pressed) === mark(pressed)) return event.preventDefault();
  waiting.set(pressed, (ctx.pressedIn = mark(pressed)));
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (waiting.get(ctx.sourceElement) === ctx.pressedIn) waiting.delete(ctx.sourceElement);
});

// A redraw takes the class away by which a press shows that it waits.
export function showWaiting() {
  for (const [pressed, drawn] of waiting) pressed.classList.toggle("htmx-request", mark(pressed) === drawn);
}

// --- The second half of a double click must not hit what came under the pointer in between.

let first = null;

document.addEventListener("click", (event) => {
  const here = { drawn: mark(event.target), at: event.timeStamp };
  if (event.detail < 2 || !first) first = here;
  else if (here.drawn !== first.drawn && here.at - first.at < TWICE) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

// --- Drawings are numbered in the order in which the server looked. One of another run needs a fresh page.

document.addEventListener("htmx:before:swap", (event) => {
  const headers = event.detail.ctx?.response?.headers;
  const number = Number(headers?.get("Page-Drawn"));
  if (!headers?.has("Page-Run")) return;
  if (headers.get("Page-Run") !== document.body.dataset.run) location.reload();
  else if (number < Number(document.body.dataset.drawn)) event.preventDefault();
  else document.body.dataset.drawn = number;
});
