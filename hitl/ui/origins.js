// The sentences of a text, each a button; the text reaches the page as text nodes only.
export default function ({ data, parentElement, setStateValue }) {
  const text = parentElement.querySelector(".text");
  const drawn = JSON.stringify(data.sentences);
  if (text.dataset.drawn === drawn) return;
  text.dataset.drawn = drawn;
  text.replaceChildren(...data.sentences.flatMap(([words, from], place) => {
    const sentence = document.createElement("span");
    sentence.textContent = words.trimEnd();
    sentence.title = from;
    sentence.tabIndex = 0;
    sentence.setAttribute("role", "button");
    sentence.setAttribute("aria-pressed", "false");
    sentence.onclick = () => choose(text, sentence, place, setStateValue);
    sentence.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sentence.onclick();
    };
    return [sentence, words.slice(sentence.textContent.length)];
  }));
}

function choose(text, sentence, place, setStateValue) {
  for (const other of text.children) other.setAttribute("aria-pressed", "false");
  sentence.setAttribute("aria-pressed", "true");
  setStateValue("chosen", place);
}
