/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call -- one function here runs in the browser, whose types the project does not load */
import type { Locator, Page } from 'playwright-core';

/**
 * A person who uses only the keyboard: moves with Tab, chooses with arrow keys and Space, presses with Enter. Whatever cannot be reached
 * that way fails.
 */

const MOST_TABS = 400;

/** Moves with Tab until `target` has the focus. For a radio button: until its group has it, then with the arrow keys. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await target.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const here = await target.evaluate((element) => {
      const focused = element.ownerDocument.activeElement;
      if (focused === element) return 'there';
      const [mine, its] = [element, focused].map((one) =>
        one?.getAttribute('type') === 'radio' ? one.getAttribute('name') : null,
      );
      return mine !== null && mine === its ? 'in its group' : 'elsewhere';
    });
    if (here === 'there') return;
    await page.keyboard.press(here === 'in its group' ? 'ArrowDown' : 'Tab');
  }
  throw new Error(`Tab never reaches ${String(target)}`);
}

/** Types into a field, in place of what stands there. Long text is pasted. */
export async function type(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.press('ControlOrMeta+a');
  if (text.length > 200) await field.page().keyboard.insertText(text);
  else await field.page().keyboard.type(text);
}

/** Ticks a box or chooses a radio button. */
export async function tick(box: Locator): Promise<void> {
  await tabTo(box);
  if (!(await box.isChecked())) await box.page().keyboard.press('Space');
}

/** Chooses the option of a list that carries this label, with the arrow keys. */
export async function pick(list: Locator, label: string | RegExp): Promise<void> {
  await tabTo(list);
  await list.page().keyboard.press('Home');
  for (let options = await list.locator('option').count(); options > 0; options--) {
    const chosen = (await list.locator('option:checked').innerText()).trim();
    if (typeof label === 'string' ? chosen === label : label.test(chosen)) return;
    await list.page().keyboard.press('ArrowDown');
  }
  throw new Error(`no option ${String(label)} can be reached`);
}

/** Presses a button or follows a link, and waits for the page that comes after it. */
export async function press(target: Locator): Promise<void> {
  await tabTo(target);
  const page: Page = target.page();
  const next = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await next;
}
