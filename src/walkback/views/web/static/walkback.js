// What the keyboard adds. Every page works without this file.
(() => {
  'use strict';
  const find = document.getElementById('find') || document.querySelector('.seek input');
  const typing = el => el.closest('input, select, textarea, [contenteditable]');
  let went = 0;  // when "g" was pressed: the next letter names a page
  const pages = { t: '/', m: '/matters', a: '/actors', d: '/due', n: '/articles', r: '/review', s: '/search', p: '/problems' };
  const step = by => {
    const items = [...document.querySelectorAll('[data-item]')];
    if (!items.length) return;
    const at = items.findIndex(item => item.contains(document.activeElement));
    const item = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by))];
    const target = item.querySelector('[data-open]') || item;
    if (target === item) item.tabIndex = -1;
    target.focus();
    item.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const after = Date.now() - went < 1500;
    went = 0;
    if (after && pages[event.key]) location.href = pages[event.key];
    else if (event.key === 'g') went = Date.now();
    else if (event.key === '/') find.focus(), find.select();
    else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else return;
    event.preventDefault();
  });
})();
// The sentence of a mark of a drawing, beside it while it is pointed at or focused. Without this file its title says it.
(() => {
  'use strict';
  const drawing = document.querySelector('.drawing');
  if (!drawing) return;
  const balloon = Object.assign(document.createElement('div'), { className: 'balloon', hidden: true });
  drawing.after(balloon);
  drawing.parentElement.style.position = 'relative';
  const points = drawing.querySelectorAll('a.point');
  for (const point of points) point.querySelector('title')?.remove();
  const said = id => {
    const row = document.getElementById(id);
    if (!row) return null;
    const p = document.createElement('p');
    const meta = Object.assign(document.createElement('span'), { className: 'meta' });
    const [day, standing, by, words] = ['.date', '.st', '.by', '.quoted'].map(c => row.querySelector(c));
    const line = [...standing.querySelectorAll('b, .due-of, .flag')].map(e => e.textContent.trim());
    meta.textContent = [day, by].map(e => e.textContent.trim()).concat(line).join(' · ');
    p.append(meta, words.cloneNode(true));
    return p;
  };
  const show = point => {
    balloon.replaceChildren(...point.dataset.said.split(' ').map(said).filter(Boolean));
    if (!balloon.childElementCount) return;
    balloon.hidden = false;
    const mark = point.querySelector('.reach').getBoundingClientRect();
    const base = balloon.offsetParent.getBoundingClientRect();
    const left = mark.left - base.left + mark.width / 2 - balloon.offsetWidth / 2;
    balloon.style.left = Math.max(0, Math.min(left, base.width - balloon.offsetWidth)) + 'px';
    balloon.style.top = mark.bottom - base.top + 8 + 'px';
  };
  const hide = () => { balloon.hidden = true; };
  for (const point of points) {
    point.addEventListener('pointerenter', () => show(point));
    point.addEventListener('focus', () => show(point));
    point.addEventListener('pointerleave', hide);
    point.addEventListener('blur', hide);
  }
  document.addEventListener('keydown', event => event.key === 'Escape' && hide());
})();
