/** Tabs of a benchmark, watched from outside. */
import type { Driver, Tab } from '../support/drivers.js';
import { watch } from './watch.js';

const VIEWPORT = { width: 1000, height: 700 };
/**
 * A new window of Chromium (156) loads some 300 modules for its own address bar, in a second. Users open a page in a window that
 * has existed for a while; on two cores those modules would take as long as the measured work.
 */
const WINDOW_LOADS = 1_500;

/** Each in a context of its own, in which nothing is cached. Resolves when their windows have settled. */
export async function openTabs(drivers: readonly Driver[]): Promise<Tab[]> {
  const tabs: Tab[] = [];
  for (const driver of drivers) {
    const tab = await driver.newTab();
    await tab.before(watch);
    await tab.page.setViewport(VIEWPORT);
    tabs.push(tab);
  }
  await new Promise((done) => setTimeout(done, WINDOW_LOADS));
  return tabs;
}
