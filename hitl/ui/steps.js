// Leads from change to change in the diff, by button, or by Up and Down while the diff has the focus.
export default function ({ parentElement }) {
  const [previous, next] = parentElement.querySelectorAll("button");
  previous.onclick = (event) => step(-1, event.detail);
  next.onclick = (event) => step(1, event.detail);
  const diff = document.querySelector(".st-key-diff");
  if (!diff) return;
  diff.tabIndex = 0;
  diff.setAttribute("role", "region");
  diff.setAttribute("aria-label", "What changed");
  diff.onkeydown = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !changes().length) return;
    event.preventDefault();
    step(by);
  };
}

function changes() {
  return [...document.querySelectorAll(".st-key-diff :is(ins, del)")];
}

// After a click of a mouse, other than one of the keyboard, the arrow keys go on from there.
function step(by, pointed) {
  if (pointed) document.querySelector(".st-key-diff")?.focus({ preventScroll: true });
  const all = changes();
  if (!all.length) return;
  const here = all.findIndex((change) => change.classList.contains("hitl-here"));
  const there = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length;
  if (here >= 0) all[here].classList.remove("hitl-here");
  all[there].classList.add("hitl-here");
  all[there].scrollIntoView({ block: "center", behavior: "auto" });
}
