// Draws what a browser shows of some elements as SVG: their boxes, and their words where the browser put them.

// Runs within the page. Words in boxes that scroll are cut off where the box ends.
export function picture(selectors) {
  const escaped = text => text.replace(/[&<>]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);
  const r = value => Math.round(value * 10) / 10;
  const out = [];
  let bottom = 0;

  function seen(style) {
    return style && style !== 'rgba(0, 0, 0, 0)' && style !== 'transparent';
  }

  function rect(box, fill, stroke = 'none', rx = 0) {
    out.push(`<rect x="${r(box.left)}" y="${r(box.top)}" width="${r(box.width)}" height="${r(box.height)}"`
      + ` rx="${rx}" fill="${fill}" stroke="${stroke}"/>`);
  }

  function words(text, box, style) {
    const mono = style.fontFamily.includes('monospace') ? ' font-family="monospace"' : '';
    const bold = Number(style.fontWeight) >= 600 ? ' font-weight="bold"' : '';
    out.push(`<text x="${r(box.left)}" y="${r(box.top + box.height * 0.79)}" font-size="${parseFloat(style.fontSize)}"${bold}${mono}`
      + ` fill="${style.color}" textLength="${r(box.width)}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`);
  }

  function box(element, style) {
    const at = element.getBoundingClientRect();
    const sides = ['Top', 'Right', 'Bottom', 'Left'].map(side => parseFloat(style['border' + side + 'Width']) || 0);
    const framed = sides.every(width => width > 0);
    if (seen(style.backgroundColor) || framed) {
      rect(at, seen(style.backgroundColor) ? style.backgroundColor : 'none', framed ? style.borderTopColor : 'none',
        parseFloat(style.borderTopLeftRadius) || 0);
    }
    if (sides[3] > 1) rect({ left: at.left, top: at.top, width: sides[3], height: at.height }, style.borderLeftColor);
    if (sides[2] > 0 && !framed) rect({ left: at.left, top: at.bottom - 1, width: at.width, height: 1 }, style.borderBottomColor);
  }

  function control(element, style) {
    const at = element.getBoundingClientRect();
    if (element.type === 'checkbox') {
      rect({ left: at.left, top: at.top, width: at.width, height: at.height }, element.checked ? style.color : 'none', style.color, 2);
      return;
    }
    const text = element.tagName === 'SELECT' ? element.selectedOptions[0]?.text ?? '' : element.value || element.placeholder;
    if (!text) return;
    const measure = document.createElement('canvas').getContext('2d');
    measure.font = style.font;
    const size = parseFloat(style.fontSize) * 1.2;
    const top = element.tagName === 'TEXTAREA' ? at.top + 4 : at.top + (at.height - size) / 2;
    words(text, { left: at.left + parseFloat(style.paddingLeft) + 1, top, width: measure.measureText(text).width, height: size }, style);
  }

  // One after the other, as a line may end between any two words.
  function lines(node, style) {
    const found = [];
    for (const word of node.textContent.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const at = range.getBoundingClientRect();
      const line = found.at(-1);
      if (line && Math.abs(line.top - at.top) < 2) {
        line.text += ' ' + word[0];
        line.width = at.right - line.left;
      } else if (at.width > 0) {
        found.push({ text: word[0], left: at.left, top: at.top, width: at.width, height: at.height });
      }
    }
    const scroll = node.parentElement.closest('.scroll')?.getBoundingClientRect();
    for (const line of found) {
      if (!scroll || line.top + line.height <= scroll.bottom) words(line.text, line, style);
    }
  }

  function draw(element) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || element.classList.contains('skip')) return;
    box(element, style);
    if (element instanceof SVGElement) {
      for (const bar of element.querySelectorAll('rect')) rect(bar.getBoundingClientRect(), getComputedStyle(bar).fill);
      return;
    }
    if (['SELECT', 'INPUT', 'TEXTAREA'].includes(element.tagName)) {
      control(element, style);
      return;
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) lines(child, style);
      else if (child.nodeType === Node.ELEMENT_NODE) draw(child);
    }
  }

  for (const selector of selectors) {
    const element = document.querySelector(selector);
    draw(element);
    bottom = Math.max(bottom, element.getBoundingClientRect().bottom);
  }
  const width = window.innerWidth;
  const height = Math.ceil(bottom) + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
    + ` font-family="system-ui, sans-serif">\n<rect width="${width}" height="${height}" fill="#ffffff"/>\n${out.join('\n')}\n</svg>\n`;
}
