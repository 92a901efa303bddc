export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.onclick = async () => {
    button.textContent = (await copied(data.text)) ? "Copied" : "Could not copy";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };
}

async function copied(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => byHand(text));
  }
  return byHand(text);
}

// Pages that are not served over HTTPS have no clipboard API.
function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
