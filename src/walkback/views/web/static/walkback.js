// What the keyboard and the pointer gain. Every page works without this file.
(() => {
  'use strict';
  const search = () => document.getElementById('find') || document.querySelector('.seek input[type=search]');
  const typing = el => el.closest('input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]');
  const kept = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } },
  };

  // single keys: they can be switched off, since speech input may type them by chance
  const dialog = document.getElementById('all-keys');
  const pages = Object.fromEntries([...document.querySelectorAll('[data-go]')].map(a => [a.dataset.go, a.href]));
  let went = 0;  // when "g" was pressed: the next letter names a page
  const step = by => {
    const items = [...document.querySelectorAll('[data-item]')].filter(item => item.checkVisibility?.() ?? true);
    if (!items.length) return;
    const at = items.findIndex(item => item.contains(document.activeElement));
    const item = items[Math.min(items.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by))];
    const target = item.querySelector('[data-open]') || item;
    if (target === item) item.tabIndex = -1;
    target.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  };
  const press = key => {
    const button = document.querySelector(`main [data-key="${CSS.escape(key)}"]`);
    if (!button) return false;
    if (button.matches('summary, input, select')) button.focus();
    if (!button.matches('input, select')) button.click();
    return true;
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (typing(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (kept.get('keys') === 'off' && event.key !== 'Escape') return;
    if (dialog?.open && event.key !== '?') return;
    const after = Date.now() - went < 1500;
    went = 0;
    if (after && pages[event.key]) location.href = pages[event.key];
    else if (event.key === 'g') went = Date.now();
    else if (event.key === '?') dialog?.open ? dialog.close() : dialog?.showModal();
    else if (event.key === '/' && search()) { search().focus(); search().select(); }
    else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key.length !== 1 || !press(event.key)) return;
    event.preventDefault();
  });
  document.addEventListener('click', event => {
    if (dialog && event.target.closest('[data-keys]')) { event.preventDefault(); dialog.showModal(); }
    if (event.target === dialog) dialog.close();
  });
  for (const box of document.querySelectorAll('[data-keys-off]')) {
    box.checked = kept.get('keys') === 'off';
    box.addEventListener('change', () => kept.set('keys', box.checked ? 'off' : 'on'));
  }

  // on a phone the bar of pages scrolls: the one that is open comes into view
  // (not by scrollIntoView: the next Tab would start from there, past the link to the content)
  const open = document.querySelector('.top nav [aria-current]');
  for (let bar = open?.parentElement; bar; bar = bar.parentElement) {
    if (bar.scrollWidth > bar.clientWidth && getComputedStyle(bar).overflowX !== 'visible') {
      bar.scrollLeft += open.getBoundingClientRect().left + open.offsetWidth / 2 - bar.getBoundingClientRect().left - bar.clientWidth / 2;
      break;
    }
  }

  // facets stand open where there is room for them, for browsers that cannot be told so in the style sheet
  if (!CSS.supports('selector(::details-content)') && matchMedia('(min-width: 64rem)').matches) {
    for (const held of document.querySelectorAll('.facets')) held.open = true;
  }

  // in an article: who selects some words is asked whether something is missing there. Places count code points, as the record does
  const article = document.querySelector('.article');
  if (article) {
    const offer = Object.assign(document.createElement('a'), { className: 'choosing', textContent: 'Something is missing here', hidden: true });
    document.body.append(offer);
    const before = (sentence, node, offset) => {
      const range = document.createRange();
      range.setStart(sentence, 0);
      range.setEnd(node, offset);
      return [...range.toString()].length;
    };
    document.addEventListener('selectionchange', () => {
      const chosen = getSelection();
      offer.hidden = true;
      if (chosen.isCollapsed || !chosen.rangeCount) return;
      const range = chosen.getRangeAt(0);
      const of = node => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.sentence');
      const sentence = of(range.startContainer);
      const para = sentence?.closest('.para:not(.dim)');
      if (!para || !article.contains(sentence) || !range.toString().trim()) return;
      const from = Number(sentence.id.slice(1));
      const last = of(range.endContainer) === sentence ? before(sentence, range.endContainer, range.endOffset) : [...sentence.textContent].length;
      const start = from + before(sentence, range.startContainer, range.startOffset);
      offer.href = `${location.pathname}?missing=${para.id.slice(1)}&words=${start}-${from + last}#missing`;
      offer.hidden = false;
      const box = range.getBoundingClientRect();
      offer.style.left = Math.max(8, Math.min(scrollX + box.left, scrollX + innerWidth - offer.offsetWidth - 8)) + 'px';
      offer.style.top = scrollY + box.bottom + 6 + 'px';
    });
  }

  // the sentence of a mark of a drawing, beside it while it is pointed at or focused
  for (const drawing of document.querySelectorAll('.drawing')) {
    const balloon = Object.assign(document.createElement('div'), { className: 'balloon', hidden: true });
    drawing.after(balloon);
    const points = drawing.querySelectorAll('a.point');
    for (const point of points) point.querySelector('title')?.remove();  // the browser's own would cover it
    const said = id => {
      const row = document.getElementById(id);
      const words = row?.querySelector('.quoted');
      if (!words) return null;
      const meta = Object.assign(document.createElement('span'), { className: 'meta' });
      const told = row.querySelectorAll('.date, .st b, .st .due-of, .st .flag, .by');
      meta.textContent = [...told].map(e => e.textContent.trim()).filter(Boolean).join(' · ');
      const p = document.createElement('p');
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
    document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
  }
})();
