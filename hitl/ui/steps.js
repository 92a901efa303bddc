// Leads from change to change in a text: by button, by J and K, or by Up and Down while the text has the focus.
let here = null; // the text that J and K lead through

document.addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[event.key.toLowerCase()];
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], [role=dialog], [role=combobox]");
  if (by && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && here) step(here, by);
});

export default function ({ data, parentElement }) {
  const [previous, next] = parentElement.querySelectorAll("button");
  here = data.place;
  previous.title = `${previous.textContent} (K)`;
  next.title = `${next.textContent} (J)`;
  previous.parentElement.classList.toggle("compact", data.compact);
  previous.onclick = (event) => step(data.place, -1, event.detail);
  next.onclick = (event) => step(data.place, 1, event.detail);
  const text = document.querySelector(data.place);
  if (!text) return;
  text.tabIndex = 0;
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", data.label);
  text.onkeydown = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !changes(data.place).length) return;
    event.preventDefault();
    step(data.place, by);
  };
}

// The marks of each change: one may run through several elements.
function changes(place) {
  const found = new Map();
  document.querySelectorAll(`${place} :is(ins, del)`).forEach((mark, at) => {
    const change = mark.dataset.change ?? `mark ${at}`;
    found.set(change, [...(found.get(change) ?? []), mark]);
  });
  return [...found.values()];
}

// After a click of a mouse, other than one of the keyboard, the arrow keys go on from there.
function step(place, by, pointed) {
  if (pointed) document.querySelector(place)?.focus({ preventScroll: true });
  const all = changes(place);
  if (!all.length) return;
  const now = all.findIndex(([mark]) => mark.classList.contains("hitl-here"));
  const there = now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length;
  all[now]?.forEach((mark) => mark.classList.remove("hitl-here"));
  all[there].forEach((mark) => mark.classList.add("hitl-here"));
  all[there][0].scrollIntoView({ block: "center", behavior: "auto" });
}
