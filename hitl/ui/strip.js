// The revisions of a review, each a button, in one line; a click asks for the step that led to it.
export default function ({ data, parentElement, setTriggerValue }) {
  const strip = parentElement.querySelector(".strip");
  const drawn = JSON.stringify([data.first, data.labels]);
  if (strip.dataset.drawn !== drawn) {
    strip.dataset.drawn = drawn;
    strip.replaceChildren(...data.labels.map((label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      return button;
    }));
  }
  [...strip.children].forEach((button, place) => {
    const here = data.first + place === data.shown;
    button.toggleAttribute("aria-current", here);
    button.onclick = () => setTriggerValue("chosen", data.first + place);
    if (here) strip.scrollLeft = button.offsetLeft - (strip.clientWidth - button.offsetWidth) / 2;
  });
}
