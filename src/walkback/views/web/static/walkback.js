// What the keyboard adds. Every page works without this file.
(() => {
  'use strict';
  const find = document.getElementById('find');
  const typing = el => el.closest('input, select, textarea, [contenteditable]');
  let went = 0;  // when "g" was pressed: the next letter names a page
  const pages = { t: '/', p: '/problems' };
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
