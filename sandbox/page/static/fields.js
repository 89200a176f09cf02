// Fields that HTML does not have: long lists with a box to search them, and dates as they are written in England.

const $ = (selector, root = document) => root.querySelector(selector);

// --- Choices: how many are made, and no more than may be.

function count(fieldset) {
  const boxes = [...fieldset.querySelectorAll("input")];
  const chosen = boxes.filter((box) => box.checked);
  const most = Number(fieldset.dataset.most || Infinity);
  if (fieldset.dataset.most) for (const box of boxes) box.disabled = !box.checked && chosen.length >= most;
  const told = fieldset.parentElement.querySelector(":scope > .told");
  if (told) told.value = chosen.length ? chosen.map((box) => box.closest("label").querySelector(".mrkdwn").textContent).join(", ") : "";
}

// --- A search among the options that are here.

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.searches) return;
  const fieldset = document.getElementById(target.dataset.searches);
  const words = target.value.trim().toLowerCase();
  for (const option of fieldset.querySelectorAll(".option")) {
    option.hidden = !option.textContent.toLowerCase().includes(words);
  }
});

// --- A search among options that only the bot knows. What was chosen stays, above what was found.

document.addEventListener("htmx:config:request", (event) => {
  const { least } = event.detail.ctx.sourceElement.dataset;
  if (least && event.detail.ctx.sourceElement.value.length < Number(least)) event.preventDefault();
});

function keep(box) {
  const kept = $(".kept", box.closest(".external"));
  const label = box.closest("label");
  if (box.type === "radio") kept.replaceChildren(label);
  else if (box.checked && label.parentElement !== kept) kept.append(label);
}

function withoutDoubles(external) {
  const kept = new Set([...external.querySelectorAll(".kept input")].map((box) => box.value));
  for (const box of external.querySelectorAll(".found input")) box.closest("label").hidden = kept.has(box.value);
}

document.addEventListener("change", ({ target }) => {
  const fieldset = target.closest?.("fieldset");
  if (!fieldset) return;
  if (target.closest(".external")) {
    keep(target);
    withoutDoubles(target.closest(".external"));
    target.focus();
  }
  count(fieldset);
});

// --- Dates: the browser's calendar writes into the field, day before month.

const written = (value) => value.replace(/^(\d+)-(\d+)-(\d+)(?:T(\d+:\d+).*)?$/, (_, y, m, d, t) => `${d}/${m}/${y}${t ? ` ${t}` : ""}`);
const native = (value) => value.replace(/^(\d+)\/(\d+)\/(\d+)(?: (\d+:\d+))?$/, (_, d, m, y, t) => `${y}-${m}-${d}${t ? `T${t}` : ""}`);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picks]");
  if (!button) return;
  const calendar = button.nextElementSibling;
  calendar.value = native(document.getElementById(button.dataset.picks).value);
  calendar.showPicker();
});

document.addEventListener("change", ({ target }) => {
  if (!target.dataset?.fills) return;
  const field = document.getElementById(target.dataset.fills);
  field.value = written(target.value);
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// --- A text input that dispatches on Enter: elements.html listens for `entered`. A search does not submit the form.

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.key !== "Enter" || !event.target.matches("input")) return;
  if (event.target.matches("[type=search]")) event.preventDefault();
  if (!event.target.matches("[hx-trigger*=entered]")) return;
  event.preventDefault();
  event.target.dispatchEvent(new CustomEvent("entered", { bubbles: true }));
});

export function tidyFields() {
  for (const fieldset of document.querySelectorAll("fieldset[data-most], .searched > fieldset")) count(fieldset);
  for (const external of document.querySelectorAll(".external")) withoutDoubles(external);
}
