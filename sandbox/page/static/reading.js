// What stays in view when a conversation changes: the newest message, from its top when it is taller than the window.
// Who has scrolled elsewhere is left there.

const END = 24; // pixels from the end that still count as being there
const LINE = 24; // pixels for the line above what is new
const STILL = 4; // pixels that nobody scrolls on purpose

const places = new WeakMap(); // a conversation's scroller -> what was shown there, and where the reader was left
let pressedIn = null; // the message in which something was pressed last, and how far down its conversation was then

const scrollers = () => document.querySelectorAll(".scroll[data-reads]");
const messages = (scroller) => [...scroller.querySelectorAll("article.message")];
const from = (scroller, message) => message.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
const heading = (message) => message?.querySelector(".header")?.textContent;

// Lines run from the bottom, so that scrollTop is 0 at the end and negative above it.
const atEnd = (scroller) => scroller.scrollTop > -END;
const still = (scroller, top) => Math.abs(scroller.scrollTop - top) < STILL;

function follows(scroller, place) {
  if (!place || atEnd(scroller) || still(scroller, place.left)) return true;
  return pressedIn?.message === place.newest && still(scroller, pressedIn.top);
}

export function beforeRedraw() {
  for (const scroller of scrollers()) {
    const place = places.get(scroller);
    if (!place) continue;
    place.follows = follows(scroller, place);
    place.atEnd = atEnd(scroller);
    place.anchor = messages(scroller).find((message) => message.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top);
    place.offset = place.anchor && from(scroller, place.anchor);
  }
}

export function afterRedraw() {
  for (const scroller of scrollers()) settle(scroller, places.get(scroller));
}

function settle(scroller, before) {
  const all = messages(scroller);
  const newest = all.at(-1);
  if (!newest) return;
  const grew = before && before.atEnd && !before.tall && tall(scroller, newest);
  const turned = !before || before.newest !== newest.id || before.heading !== heading(newest) || grew;
  const start = turned ? opening(scroller, all, before) : before.start;
  const now = { newest: newest.id, heading: heading(newest), start, tall: tall(scroller, start) };
  if (before && !before.follows) stay(scroller, before);
  else if (turned) show(scroller, start, now.tall, before ? 0 : LINE);
  else if (before.atEnd) scroller.scrollTop = 0;
  else stay(scroller, before);
  const left = before && !before.follows; // the reader is elsewhere
  now.left = left ? before.left : scroller.scrollTop;
  now.newer = left && !atEnd(scroller) && (turned || before.newer);
  places.set(scroller, now);
  const more = scroller.parentElement.querySelector(".newer");
  if (more) more.hidden = !now.newer;
}

// Where reading starts: at what is new, or at the newest message when it was only edited.
function opening(scroller, all, before) {
  const known = all.findIndex((message) => message.id === before?.newest);
  if (before) return all[known + 1] ?? all.at(-1);
  return scroller.querySelector(".fresh + article") ?? all.at(-1);
}

function tall(scroller, start) {
  if (!start.isConnected) return false;
  const end = messages(scroller).at(-1).getBoundingClientRect().bottom;
  return end - start.getBoundingClientRect().top > scroller.clientHeight;
}

function show(scroller, start, fromTop, above = 0) {
  const line = start.previousElementSibling?.matches(".fresh");
  if (fromTop) scroller.scrollTop += from(scroller, start) - (line ? above : 0);
  else scroller.scrollTop = 0;
}

function stay(scroller, before) {
  if (before.anchor?.isConnected && !atEnd(scroller)) scroller.scrollTop += from(scroller, before.anchor) - before.offset;
}

// --- What a person does.

document.addEventListener("click", (event) => {
  const message = event.target.closest("article.message");
  const scroller = message?.closest(".scroll[data-reads]");
  if (scroller) pressedIn = { message: message.id, top: scroller.scrollTop };
  const more = event.target.closest(".newer");
  if (!more) return;
  more.parentElement.querySelector(".scroll").scrollTop = 0;
});

document.addEventListener("scroll", ({ target }) => {
  const place = places.get(target);
  if (!place?.newer || !atEnd(target)) return;
  place.newer = false;
  target.parentElement.querySelector(".newer").hidden = true;
}, true);

// Who says something wants to see it.
document.addEventListener("submit", (event) => {
  const scroller = event.target.closest(".pane")?.querySelector(".scroll[data-reads]");
  if (scroller && event.target.matches(".composer")) scroller.scrollTop = 0;
}, true);

// A picture that arrives late moves what stands above it.
document.addEventListener("load", (event) => {
  const scroller = event.target.closest?.(".scroll[data-reads]");
  const place = scroller && places.get(scroller);
  if (!place?.start?.isConnected || !still(scroller, place.left)) return;
  show(scroller, place.start, tall(scroller, place.start));
  place.left = scroller.scrollTop;
}, true);
