// What a person does with the page, in a real browser. Prints a line of JSON for each step: what was seen.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { picture } from './picture.mjs';

const base = process.env.EMULATOR;
const rule = process.env.EMULATOR_RULE;
const stream = process.env.EMULATOR_STREAM;
const shots = process.env.SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WAIT = { timeout: 60_000 };

const told = (step, seen) => console.log(JSON.stringify({ step, seen }));

async function token(resource) {
  const answer = await fetch(process.env.IDENTITY_ENDPOINT + '?api-version=2019-08-01&resource=' + resource,
    { headers: { 'X-IDENTITY-HEADER': process.env.IDENTITY_HEADER } });
  return (await answer.json()).access_token;
}

const monitor = await token('https://monitor.azure.com/');

async function upload(rows, { to = stream, by = rule, bearer = monitor } = {}) {
  const answer = await fetch(`${base}/dataCollectionRules/${by}/streams/${to}?api-version=2023-01-01`, {
    method: 'POST',
    headers: { Authorization: 'Bearer ' + bearer, 'Content-Type': 'application/json' },
    body: typeof rows === 'string' ? rows : JSON.stringify(rows),
  });
  return answer.status;
}

const row = (level, message, more = {}) => ({
  TimeGenerated: new Date().toISOString().replace('Z', '000Z'), Level: level, Logger: 'com.example.orders.OrderService',
  Message: message, ...more,
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: 'light', offline: false });
const page = await context.newPage();
const foreign = [];
page.on('request', request => request.url().startsWith(base) || request.url().startsWith('data:') || foreign.push(request.url()));
const broken = [];
page.on('pageerror', error => broken.push(String(error)));

async function violations() {
  await page.evaluate(axe);
  return page.evaluate(async () => (await window.axe.run()).violations.map(each =>
    each.id + ' ' + each.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')));
}

await page.goto(base + '/');
await page.locator('#connect').waitFor(WAIT);
told('nothing sent yet', {
  state: await page.locator('#state').innerText(),
  tabs: await page.getByRole('tab').allInnerTexts(),
  logback: await page.locator('#connect-text').innerText(),
});
await page.getByRole('tab', { name: 'Logback' }).press('ArrowRight');
told('the next tab by keyboard', (await page.locator('#connect-text').innerText()).includes('<AzureMonitor'));
told('accessible when empty', await violations());

await upload([
  row('INFO', 'order 1 shipped', { Properties: { customer: 'c-7', items: 3 } }),
  row('ERROR', '<script>window.hacked = true</script><img src=x onerror="window.hacked = true">', {
    StackTrace: 'java.lang.IllegalStateException: no stock\n\tat com.example.orders.Stock.take(Stock.java:12)',
  }),
]);
const rows = page.locator('#row-rows tr:not([hidden])');
await rows.nth(1).waitFor(WAIT);
told('rows appear by themselves', await page.locator('#row-rows td.level').allInnerTexts());
told('a script tag is text', {
  text: await rows.nth(0).locator('td').last().innerText(),
  hacked: await page.evaluate(() => window.hacked === true),
});
await page.locator('#connect summary').click();
told('the lines to paste, later', await page.locator('#connect-text').innerText());
await page.locator('#connect summary').click();
await rows.nth(0).getByRole('button').press('Enter');
told('a row unfolds', (await page.locator('dl.row').innerText()).includes('Stock.java:12'));
await page.locator('#row-level').selectOption('info');
await page.waitForFunction(() => document.querySelectorAll('#row-rows td.level').length === 1, null, WAIT);
told('filtered by level', await page.locator('#row-rows td.level').allInnerTexts());
await page.locator('#row-level').selectOption('');
await page.keyboard.press('Escape');
await page.locator('#requests-title').click();
await page.keyboard.press('/');
await page.keyboard.type('SHIPPED');
await page.waitForFunction(() => document.querySelectorAll('#row-rows td.level').length === 1, null, WAIT);
told('filtered by text, by keyboard', await page.locator('#row-rows td.level').allInnerTexts());
await page.locator('#row-text').fill('');

if (process.env.QUERIES === 'true') {
  await page.locator('#query').fill('JavaLogs_CL | where Level == "ERROR" | project Level, Logger');
  await page.locator('#query').press('Control+Enter');
  await page.locator('#query-clear').waitFor(WAIT);
  told('a query', await page.locator('#row-rows tr:not([hidden]) td:nth-child(n+2)').allInnerTexts());
  await page.locator('#query').fill('JavaLogs_CL | where Levl == "ERROR"');
  await page.locator('#query').press('Control+Enter');
  await page.locator('#query-error:not(:empty)').waitFor(WAIT);
  told('a query with a mistake', await page.locator('#query-error').innerText());
  await page.locator('#query-clear').click();
}

const saved = page.locator('#saved-list button');
await saved.nth(2).waitFor(WAIT);
const answered = () => page.locator('#row-rows tr:not([hidden]) td:nth-child(n+2)').allInnerTexts();
const listed = await saved.allInnerTexts();
await page.locator('#requests-title').click();
await page.keyboard.press('s');
const first = await page.evaluate(() => document.activeElement.textContent);
await saved.filter({ hasText: 'Errors by logger' }).press('Enter');
await page.locator('#query-clear').waitFor(WAIT);
const byKey = await answered();
await page.locator('#query-clear').click();
await saved.filter({ hasText: 'LevelCounts' }).click();
await page.locator('#query-clear').waitFor(WAIT);
const byClick = await answered();
await page.locator('#query-clear').click();
await saved.filter({ hasText: 'Rows of a level' }).click();
await page.keyboard.type("'INFO'");
await page.keyboard.press('Control+Enter');
await page.locator('#query-clear').waitFor(WAIT);
told('saved queries', { listed, first, byKey, byClick, withParameter: await answered(), asked: await page.locator('#query').inputValue() });
await page.locator('#query-clear').click();

async function arm(label) {
  await page.locator('#fault-kind').selectOption({ label });
  await page.getByRole('button', { name: 'Arm it' }).click();
  await page.locator('#armed').waitFor(WAIT);
}
await arm('tokens that have expired');
const expired = await upload([row('INFO', 'x')], { bearer: await token('https://monitor.azure.com/') });
await arm('connection reset');
const reset = await upload([row('INFO', 'x')]).catch(() => 'no answer');
await page.locator('#armed').waitFor({ state: 'hidden', ...WAIT });
told('token expiry and reset', { expired, reset, problems: await page.locator('#problem-list li').allInnerTexts() });

await page.locator('#fault-kind').selectOption({ label: '429 with Retry-After' });
await page.getByRole('button', { name: 'Arm it' }).press('Enter');
await page.locator('#armed').waitFor(WAIT);
const armed = await page.locator('#armed-text').innerText();
const refused = await upload([row('INFO', 'throttled')]);
await page.locator('#armed').waitFor({ state: 'hidden', ...WAIT });
told('a fault is armed, told and met', { armed, refused });
await page.locator('#fault-kind').selectOption({ label: '503' });
await page.locator('#fault-count').selectOption('always');
await page.getByRole('button', { name: 'Arm it' }).click();
await page.getByRole('button', { name: 'End all faults' }).click();
await page.locator('#armed').waitFor({ state: 'hidden', ...WAIT });
told('faults ended', await upload([row('INFO', 'after the faults')]));
await page.locator('#fault-count').selectOption('1');
const newest = page.locator('#request-rows tr').first();
for (const [label, shown] of [['503', '503'], ['403, role missing', '403']]) {
  await arm(label);
  const armed = await page.locator('#armed-text').innerText();
  const status = await upload([row('INFO', 'x')]);
  await newest.filter({ hasText: shown }).waitFor(WAIT);
  await page.locator('#armed').waitFor({ state: 'hidden', ...WAIT });
  told('switched: ' + label, { armed, status, request: await newest.innerText(), after: await upload([row('INFO', 'x')]) });
}
await arm('no answer');
let over = false;
const hanging = upload([row('INFO', 'x')]).then(status => status, () => 'no answer').finally(() => { over = true; });
await page.locator('#armed-text', { hasText: 'hangs' }).waitFor(WAIT);
await newest.filter({ hasText: 'no answer' }).waitFor(WAIT);
const during = { armed: await page.locator('#armed-text').innerText(), over };
await page.getByRole('button', { name: 'End all faults' }).click();
told('switched: no answer', { ...during, ended: await hanging, after: await upload([row('INFO', 'x')]) });

// Ten configurations that are wrong; the first one, nothing sent at all, was above.
const old = new Date(Date.now() - 3 * 86_400_000).toISOString().replace('Z', '000Z');
const cases = {
  'wrong stream': () => upload([row('INFO', 'x')], { to: 'Custom-JavaLog_CL' }),
  'wrong rule': () => upload([row('INFO', 'x')], { by: 'dcr-0000000000000000000000000000000f' }),
  'wrong audience': async () => upload([row('INFO', 'x')], { bearer: await token('https://management.azure.com/') }),
  'misspelt column': () => upload([{ ...row('INFO', 'x'), level: 'INFO' }]),
  'wrong type': () => upload([row('INFO', 42)]),
  'old time': () => upload([{ ...row('INFO', 'x'), TimeGenerated: old }]),
  'oversized row': () => upload([row('INFO', 'x'.repeat(1_100_000))]),
  'body as object': () => upload(JSON.stringify(row('INFO', 'x'))),
  'refused role': () => upload([row('INFO', 'x')], { bearer: process.env.TOKEN_WITHOUT_ROLE }),
};
for (const [name, send] of Object.entries(cases)) {
  const forget = page.getByRole('button', { name: 'Forget these' });
  if (await forget.isVisible()) await forget.click();
  await page.waitForFunction(() => document.querySelectorAll('#problem-list li').length === 0, null, WAIT);
  const status = await send();
  await page.locator('#problem-list li').first().waitFor(WAIT);
  told('broken: ' + name, {
    status,
    problems: await page.locator('#problem-list li').allInnerTexts(),
    request: await page.locator('#request-rows tr').first().innerText(),
  });
}

for (let batch = 0; batch < 20; batch++) {
  const many = [];
  for (let i = 0; i < 5000; i++) many.push(row(i % 50 === 0 ? 'WARN' : 'DEBUG', 'event ' + (batch * 5000 + i)));
  await upload(many);
}
const began = Date.now();
await page.waitForFunction(() => document.getElementById('row-rows').textContent.includes('event 99999'), null, WAIT);
await page.locator('#row-text').fill('event 70001');
await page.waitForFunction(() => document.querySelectorAll('#row-rows td.level').length === 1, null, WAIT);
told('a hundred thousand rows', {
  found: await page.locator('#row-rows td.text').last().innerText(), bars: await page.locator('#arrivals rect').count(),
});
console.error('found after ' + (Date.now() - began) + ' ms');
await page.locator('#row-text').fill('');
await page.waitForFunction(() => document.querySelectorAll('#row-rows td.level').length > 1, null, WAIT);
await page.locator('#query').fill('JavaLogs_CL | where Message startswith "event " | count');
await page.locator('#query').press('Control+Enter');
await page.locator('#query-cost', { hasText: 'rows read' }).waitFor(WAIT);
told('what a query costs', await page.locator('#query-cost').innerText());
let goOn;
const seenRunning = new Promise(resolve => { goOn = resolve; });
await page.route('**/page/query', async route => { await seenRunning; await route.continue(); }, { times: 1 });
await page.locator('#query').press('Control+Enter');
await page.locator('#query-cost', { hasText: 'running for' }).waitFor(WAIT);
goOn();
await page.locator('#query-cost', { hasText: 'rows read' }).waitFor(WAIT);
await page.locator('#query').fill('');
await page.locator('#query-clear').click();
told('bounds', await page.locator('#bounds').innerText());
await page.locator('#fault-count').selectOption('always');
await page.getByRole('button', { name: 'Arm it' }).click();
await page.locator('#armed').waitFor(WAIT);

told('accessible in the light', await violations());
await page.evaluate(() => window.scrollTo(0, 0)); // the head sticks to the top of what is seen
await page.screenshot({ path: shots + '/page-light.png', fullPage: true });
await page.emulateMedia({ colorScheme: 'dark' });
told('dark', await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
told('accessible in the dark', await violations());
await page.screenshot({ path: shots + '/page-dark.png', fullPage: true });
await page.setViewportSize({ width: 360, height: 740 });
told('narrow', await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
told('accessible when narrow', await violations());
await page.screenshot({ path: shots + '/page-narrow.png', fullPage: true });
told('loads nothing from elsewhere, and breaks nowhere', [...foreign, ...broken]);

const other = await browser.newPage({ viewport: { width: 1280, height: 2000 }, colorScheme: 'light' });
await other.goto(process.env.EMULATOR_OF_PICTURE + '/');
await other.locator('#problem-list li').nth(1).waitFor(WAIT);
await other.locator('#row-rows td.level').nth(6).waitFor(WAIT);
await other.locator('#arrivals rect').first().waitFor(WAIT);
await other.locator('#request-rows tr').nth(3).waitFor(WAIT);
told('picture', await other.evaluate(picture, ['header', '#problems', '#requests', '#rows']));
await browser.close();
