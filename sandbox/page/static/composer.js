// The composer: Enter sends, Shift+Enter breaks the line; "/", "@", "#" and ":" offer what can be written there.

const $ = (selector, root) => root.querySelector(selector);
const composer = (element) => element.closest?.("form.composer");

// --- What is offered: commands at the start of the text; people, channels and emoji anywhere.

const WORD = /(?:^|\s)([@#:][^\s@#:]*)$/;

function begun(field) {
  const before = field.value.slice(0, field.selectionStart);
  if (/^\/\S*$/.test(before)) return before;
  const word = before.match(WORD)?.[1] ?? "";
  return word.startsWith(":") && word.length < 3 ? "" : word;
}

function offer(form) {
  const list = $(".offers", form);
  const word = begun(form.elements.text).toLowerCase();
  let room = 8;
  for (const row of list.children) {
    row.hidden = !word || !row.dataset.found.split("|").some((name) => name.startsWith(word)) || room <= 0;
    if (!row.hidden) room -= 1;
  }
  const rows = offered(list);
  list.hidden = rows.length === 0;
  choose(list, rows[0]);
}

const offered = (list) => [...list.children].filter((row) => !row.hidden);

function choose(list, row) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === row));
  const field = composer(list).elements.text;
  if (row && !list.hidden) field.setAttribute("aria-activedescendant", row.id);
  else field.removeAttribute("aria-activedescendant");
  row?.scrollIntoView({ block: "nearest" });
}

function complete(form, row) {
  const field = form.elements.text;
  const end = field.selectionStart;
  field.setRangeText(`${row.dataset.offer} `, end - begun(field).length, end, "end");
  field.focus();
  offer(form);
}

// --- Files: chosen, dropped anywhere on the conversation, or pasted.

function showFiles(form) {
  const files = [...form.elements.files.files];
  $(".chosen", form).textContent = files.map((file) => file.name).join(", ");
}

function attach(form, files) {
  const all = new DataTransfer();
  for (const file of [...form.elements.files.files, ...files]) all.items.add(file);
  form.elements.files.files = all.files;
  showFiles(form);
  form.elements.text.focus();
}

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const paneOf = (event) => event.target.closest?.(".pane");

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault(); // a file that misses must not replace the page
  for (const pane of document.querySelectorAll(".pane")) pane.classList.toggle("dropping", pane === paneOf(event));
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.querySelector(".dropping")?.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  document.querySelector(".dropping")?.classList.remove("dropping");
  const form = paneOf(event)?.querySelector("form.composer");
  if (form) attach(form, event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const form = composer(event.target);
  if (!form || !event.clipboardData.files.length) return;
  event.preventDefault();
  attach(form, event.clipboardData.files);
});

// --- What is sent was already read when the request begins: make room for the next words at once.

document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (!form.matches("form[data-clears]")) return;
  form.reset();
  showFiles(form);
  offer(form);
});

document.addEventListener("input", (event) => {
  const form = composer(event.target);
  if (form && event.target.name === "text") offer(form);
  if (form && event.target.name === "files") showFiles(form);
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-offer]");
  if (row) complete(composer(row), row);
});

document.addEventListener("keydown", (event) => {
  const form = composer(event.target);
  if (event.isComposing || !form || event.target.name !== "text") return;
  const list = $(".offers", form);
  const rows = list.hidden ? [] : offered(list);
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const whole = rows[at]?.dataset.offer === event.target.value;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (rows.length && step) {
    event.preventDefault();
    choose(list, rows[(at + step + rows.length) % rows.length]);
  } else if (rows.length && (event.key === "Tab" || (event.key === "Enter" && !whole))) {
    event.preventDefault();
    complete(form, rows[Math.max(at, 0)]);
  } else if (rows.length && event.key === "Escape") {
    list.hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});
