// What HTML and htmx cannot do alone: modal dialogs, questions before a press, and where focus goes.

import "./composer.js";
import { tidyFields } from "./fields.js";
import { showWaiting } from "./presses.js";
import { afterRedraw, beforeRedraw } from "./reading.js";

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
    opener = document.activeElement?.id || opener;
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  if (dialog.dataset.leaf !== leaf) {
    leaf = dialog.dataset.leaf;
    const inside = $(".inside", dialog);
    inside.scrollTop = 0;
    const first = $("[data-focus]", inside) ?? $("input.field, textarea.field, select.field", inside);
    (first && ("focus" in first.dataset || !$(".section, .actions", inside)) ? first : inside).focus({ preventScroll: true });
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

// --- Before and after each redraw.

let pressed = null; // the message where a key pressed a button last: focus falls back to it when that is gone

document.addEventListener("click", (event) => {
  const byKey = event.detail === 0;
  pressed = (byKey && event.target.closest("article.message")?.id) || null;
}, true);

function markErrors() {
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

// A notice stands above whatever else is open, and goes by itself once it could be read, for it covers what is below.
const READ = 12_000;
let noticed = "";
let going = 0;

function showNotice() {
  const notice = $(".notice");
  const words = notice?.textContent ?? "";
  $(".notice:not(:popover-open)")?.showPopover();
  if (words === noticed) return;
  noticed = words;
  clearTimeout(going);
  if (notice) going = setTimeout(() => $(".notice:not(:hover) button")?.click(), READ);
}

function tidy() {
  showModal();
  markErrors();
  showWaiting();
  tidyFields();
  if (pressed && document.activeElement === document.body) document.getElementById(pressed)?.focus({ preventScroll: true });
  showNotice();
  const title = $(".slack")?.dataset.title;
  if (title) document.title = title;
}

document.addEventListener("htmx:before:swap", beforeRedraw);
document.addEventListener("htmx:after:swap", () => {
  tidy();
  afterRedraw();
});
tidy();
afterRedraw();

// A button that is a link leads away and tells the bot.
document.addEventListener("click", (event) => {
  event.target.closest("a[data-linked]")?.dispatchEvent(new CustomEvent("followed"));
});
