// What HTML and htmx cannot do alone: modal dialogs, Enter to send, hints for commands, and where focus goes.

const $ = (selector, root = document) => root.querySelector(selector);
const press = (selector) => $(selector)?.click();

// --- Dialogs. The server draws them closed; here they become modal, so that focus stays inside and Esc works.

let opener = null; // what had focus before the modal came: it gets it back
let leaf = null; // which page of the modal is read now

function showModal() {
  const dialog = $("dialog[data-modal]");
  if (!dialog) {
    if (leaf && document.activeElement === document.body) document.getElementById(opener)?.focus();
    leaf = null;
    return;
  }
  if (!dialog.matches(":modal")) {
    opener = document.activeElement?.id;
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  if (dialog.dataset.leaf !== leaf) {
    leaf = dialog.dataset.leaf;
    const inside = $(".inside", dialog);
    inside.scrollTop = 0;
    const first = $("[data-focus]", inside) ?? $("input.field, textarea.field, select.field", inside);
    (first && !$(".section, .actions", inside) ? first : inside).focus({ preventScroll: true });
  }
}

// Esc asks to close; the server decides what is shown then. A browser may close a dialog unasked (Esc twice).
document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog[data-modal]")) return;
  event.preventDefault();
  press("[data-close]");
}, true);
document.addEventListener("close", (event) => {
  if (event.target.matches("dialog[data-modal]") && event.target.isConnected) press("[data-close]");
}, true);

// --- "Are you sure?": what an element's confirm object asks, in a dialog of ours.

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (ctx.confirm !== "ask") return;
  event.preventDefault();
  const { title, text, yes, no, style } = ctx.sourceElement.dataset;
  const dialog = $("#ask");
  for (const [id, words] of [["title", title], ["text", text], ["yes", yes], ["no", no]]) {
    $(`#ask-${id}`).textContent = words;
  }
  $("#ask-yes").className = `btn ${style}`;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => (dialog.returnValue === "yes" ? issueRequest() : dropRequest()), { once: true });
  dialog.showModal();
});

// --- After each redraw.

function tidy() {
  showModal();
  let wrong = null;
  for (const error of document.querySelectorAll(".error[data-for]")) {
    const field = document.getElementById(error.dataset.for);
    const says = error.textContent.trim() !== "";
    if (field && says && field.getAttribute("aria-invalid") !== "true") wrong ??= field;
    if (says) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
  if (wrong) (wrong.matches("fieldset") ? $("input", wrong) : wrong)?.focus();
}
document.addEventListener("htmx:after:swap", tidy);
document.addEventListener("htmx:after:settle", tidy);
tidy();

// An answer that was drawn before what is already shown must not undo it; one of another run needs a fresh page.
document.addEventListener("htmx:before:swap", (event) => {
  const headers = event.detail.ctx?.response?.headers;
  const version = Number(headers?.get("Page-Version"));
  if (!headers?.has("Page-Run")) return;
  if (headers.get("Page-Run") !== document.body.dataset.run) location.reload();
  else if (version < Number(document.body.dataset.version)) event.preventDefault();
  else document.body.dataset.version = version;
});

// --- The composer: Enter sends, Shift+Enter breaks the line, "/" hints at commands.

document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (!form.matches("form[data-clears]")) return;
  form.reset(); // what is sent was already read
  showFiles(form);
  hint(form);
});

function hint(form) {
  const list = $(".commands", form);
  if (!list) return;
  const typed = form.elements.text.value;
  const rows = [...list.children];
  for (const row of rows) row.hidden = !typed.startsWith("/") || typed.includes(" ") || !row.dataset.command.startsWith(typed);
  list.hidden = rows.every((row) => row.hidden);
  choose(list, rows.find((row) => !row.hidden));
}

function choose(list, row) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === row));
  const field = list.closest("form").elements.text;
  if (row && !list.hidden) field.setAttribute("aria-activedescendant", row.id);
  else field.removeAttribute("aria-activedescendant");
}

function complete(form, row) {
  form.elements.text.value = `${row.dataset.command} `;
  form.elements.text.focus();
  hint(form);
}

function showFiles(form) {
  const names = [...form.elements.files.files].map((file) => file.name);
  $(".chosen", form).textContent = names.join(", ");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.composer");
  if (form && event.target.name === "text") hint(form);
  if (form && event.target.name === "files") showFiles(form);
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const form = event.target.closest?.("form.composer");
  if (form && event.target.name === "text") return composing(event, form);
  // A text input that dispatches on Enter: elements.html listens for `entered`.
  if (event.key === "Enter" && event.target.matches("input.field[hx-trigger*=entered]")) {
    event.preventDefault();
    event.target.dispatchEvent(new CustomEvent("entered", { bubbles: true }));
  }
});

function composing(event, form) {
  const list = $(".commands", form);
  const shown = list && !list.hidden ? [...list.children].filter((row) => !row.hidden) : [];
  const at = shown.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const whole = shown.length > 0 && shown[at]?.dataset.command === event.target.value;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (shown.length && step) {
    event.preventDefault();
    choose(list, shown[(at + step + shown.length) % shown.length]);
  } else if (shown.length && (event.key === "Tab" || (event.key === "Enter" && !whole))) {
    event.preventDefault();
    complete(form, shown[Math.max(at, 0)]);
  } else if (shown.length && event.key === "Escape") {
    list.hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-command]");
  if (row) complete(row.closest("form"), row);
  // A button that is a link leads away and tells the bot.
  const link = event.target.closest("a[data-linked]");
  link?.dispatchEvent(new CustomEvent("followed"));
});
