// Small helpers; text always goes in as text, so that nothing in a log message is ever markup.

export const byId = id => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === 'class') made.className = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export function text(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}

export const number = value => value.toLocaleString('en');

export const count = (value, one, many = one + 's') => number(value) + ' ' + (value === 1 ? one : many);

export function clock(iso) {
  return typeof iso === 'string' && iso.includes('T') ? iso.slice(11, 23).replace('Z', '') : text(iso);
}

export function levelClass(level) {
  const upper = String(level ?? '').toUpperCase();
  if (/^(ERR|FATAL|CRIT)/.test(upper)) return 'error';
  if (upper.startsWith('WARN')) return 'warn';
  if (upper.startsWith('INFO')) return 'info';
  return /^(DEBUG|TRACE)/.test(upper) ? 'debug' : 'other';
}

// Asks the emulator; an answer that is no success is an Error with its text.
export async function ask(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.text();
  if (!answer.ok) {
    const error = new Error(body || 'HTTP ' + answer.status);
    error.status = answer.status;
    throw error;
  }
  return (answer.headers.get('Content-Type') ?? '').includes('json') ? JSON.parse(body) : body;
}

// Runs the newest of several calls that come while one is under way, and none of those between.
export function latest(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } catch (failure) {
      console.warn(failure); // the next event tries again
    } finally {
      running = false;
      if (again) {
        again = false;
        setTimeout(run, 250);
      }
    }
  };
}
