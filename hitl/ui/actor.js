// Keeps the name until the browser is closed: a cookie without a date.
export default function ({ data }) {
  if (data.name === null) return; // nobody has been asked yet
  document.cookie = `hitl_actor=${encodeURIComponent(data.name)}; path=/; SameSite=Strict`;
}
