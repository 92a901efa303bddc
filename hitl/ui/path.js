// Draws the loop with the way that a review took; the words below are for who cannot see the drawing.
export default function ({ data, parentElement }) {
  parentElement.querySelector("figure").innerHTML = data.svg; // made of our own words and of numbers
  parentElement.querySelector("ul").replaceChildren(...data.words.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  }));
}
