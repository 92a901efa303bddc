// Keeps the words of boxes in this browser as they are typed, and gives them back to a session that does not know them.
// Each tab has its own (sessionStorage); a tab without any takes the newest of this browser (localStorage).
const PREFIX = "hitl:unsent:";
const MOST_CHARACTERS = 60_000;
const MOST_BOXES = 40;
const about = new Map(); // for each box on the page the revision that words in it are about
const drawn = new WeakMap(); // for each place on a page the boxes that were seen there
const told = new Map(); // for each box the session that was told what is kept of it
const known = new Map(); // for each box the words that the server had last
const forgotten = new Map(); // for each box the last wish to forget it that was carried out
let heard = 0; // how often the server has heard of what is kept

document.addEventListener("input", ({ target }) => {
  const box = [...about.keys()].find((key) => isIn(key, target));
  if (box) keep(box, target.value);
});

export default function ({ data, parentElement, setTriggerValue }) {
  for (const [box, wish] of data.forget ?? []) {
    if (forgotten.get(box) !== wish) forget(box);
    forgotten.set(box, wish);
  }
  heard = data.heard ?? heard;
  if (!drawn.has(parentElement)) drawn.set(parentElement, new Set());
  const found = {};
  for (const [box, number, words] of data.boxes ?? []) {
    about.set(box, number);
    const here = told.get(box) === data.session; // then a difference is what was typed when Back took the box away
    if (!here || !drawn.get(parentElement).has(box)) {
      const kept = recalled(box);
      if (kept && !(here && kept.words === (words ?? ""))) found[box] = { ...kept, newer: here };
      if (!kept && words) keep(box, words); // typed and sent to the server before this script had come
    } else if (words !== null && words !== known.get(box) && !isIn(box, document.activeElement)) {
      keep(box, words); // a click or a choice put them in
    }
    drawn.get(parentElement).add(box);
    told.set(box, data.session);
    known.set(box, words);
  }
  if (Object.keys(found).length) tell(found, setTriggerValue);
}

// A click at the same moment may end the run that would have taken it in, or take its answer away: then it is told again.
function tell(found, setTriggerValue, tries = 5) {
  const before = heard;
  atRest(() => {
    for (const box in found) if (recalled(box)?.words !== found[box].words) delete found[box]; // typed over since
    if (!Object.keys(found).length) return;
    setTriggerValue("found", found);
    setTimeout(() => {
      for (const box in found) if (arrived(box, found[box].words, before)) delete found[box];
      if (tries && Object.keys(found).length) tell(found, setTriggerValue, tries - 1);
    }, 1_000);
  });
}

// What is not a box of text on the page can't be seen to have arrived, only to have been heard.
function arrived(box, words, before) {
  const field = document.querySelector(`.st-key-${CSS.escape(box)} :is(.stTextArea textarea, .stTextInput input)`);
  return field ? field.value === words : heard !== before;
}

// Words that are brought back ask for the page anew; in the midst of a click that might be the end of the click.
function atRest(then, tries = 100) {
  const state = document.querySelector(".stApp")?.dataset.testScriptState;
  if (!tries || !state || state === "notRunning") then();
  else setTimeout(atRest, 50, then, tries - 1);
}

function isIn(box, field) {
  return Boolean(field?.closest(`.st-key-${box} :is(.stTextArea, .stTextInput)`));
}

// Words too long to be sent are not kept: cut, they would look whole.
function keep(box, words) {
  if (!words || words.length > MOST_CHARACTERS) return forget(box);
  const entry = JSON.stringify({ words, about: about.get(box), at: Date.now() });
  for (const storage of storages()) put(storage, box, entry);
}

// What another tab typed into the same box since stays.
function forget(box) {
  const [tab, browser] = storages();
  const mine = tab?.getItem(PREFIX + box);
  if (mine) known.set(box, parsed(mine)?.words); // the page that they were sent from may be drawn once more
  tab?.removeItem(PREFIX + box);
  if (mine && browser?.getItem(PREFIX + box) === mine) browser.removeItem(PREFIX + box);
}

function recalled(box) {
  const entry = storages().map((storage) => storage.getItem(PREFIX + box)).find(parsed);
  if (entry) put(storages()[0], box, entry);
  return parsed(entry);
}

function parsed(entry) {
  try {
    const { words, about, at } = JSON.parse(entry ?? "null") ?? {};
    return typeof words === "string" && Number.isInteger(about) ? { words, about, at } : null;
  } catch {
    return null;
  }
}

function put(storage, box, entry) {
  try {
    storage.setItem(PREFIX + box, entry);
    const all = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
    const age = (key) => parsed(storage.getItem(key))?.at ?? 0;
    if (all.length <= MOST_BOXES) return;
    all.sort((a, b) => age(b) - age(a)).slice(MOST_BOXES).forEach((key) => storage.removeItem(key));
  } catch {
    // It is full: what is typed reaches the server all the same.
  }
}

// A browser may forbid either.
function storages() {
  try {
    return [window.sessionStorage, window.localStorage];
  } catch {
    return [];
  }
}
