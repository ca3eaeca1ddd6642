// Texts whose contrast is too low to read, by the measure of WCAG 2: the body of a function.
const channels = (color) => color.match(/[\d.]+/g).map(Number);
const luminance = (color) => {
  const [red, green, blue] = channels(color).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const ground = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const color = getComputedStyle(one).backgroundColor;
    if (channels(color)[3] !== 0) return color;
  }
  return "rgb(255, 255, 255)";
};
const faint = [];
for (const element of document.querySelectorAll("body *")) {
  const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!text || element.closest("script, noscript") || !element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  const two = [luminance(style.color), luminance(ground(element))];
  const contrast = (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
  if (contrast < 4.5) faint.push(`${element.localName}.${element.className}: ${contrast.toFixed(2)}`);
}
return [...new Set(faint)];
