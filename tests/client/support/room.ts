import { afterAll, afterEach, beforeAll, describe } from "bun:test";
import type { Browser } from "playwright-core";
import { descendantsOf } from "../../support/processes";
import type { TestRepository } from "../../support/repository";
import type { Stack } from "../../support/stack";
import { BROWSER, launchBrowser } from "./browser";
import { type ClientStack, type ClientStackOptions, startClientStack } from "./client-stack";
import { type DevicePage, openPage, type PageOptions } from "./open-page";

/** One stack and one browser that the tests of a file share. Not to be used before its tests run. */
export interface Room<T> {
  readonly stack: Stack;
  readonly repository: TestRepository;
  readonly browser: Browser;
  /** What `prepare` has made. */
  readonly prepared: T;
  /** A device. One that a test opens is closed after it; one of `prepare` stays for all tests. */
  open(options: PageOptions): Promise<DevicePage>;
  /** A service of the stack, as a process to be stopped or killed. */
  serviceOf(app: string): number;
}

export interface RoomOptions<T> extends ClientStackOptions {
  /** Done once, before the first test. */
  prepare?(room: Omit<Room<unknown>, "prepared">): Promise<T>;
}

/** Tests of the client against the whole stack; skipped where there is no browser. */
export function describeClient<T>(name: string, options: RoomOptions<T>, tests: (room: Room<T>) => void): void {
  describe.skipIf(BROWSER === null)(name, () => {
    let client: ClientStack;
    let browser: Browser;
    let prepared: T;
    const ofTest: DevicePage[] = [];
    let isPrepared = false;
    const room: Room<T> = {
      get stack() {
        return client.stack;
      },
      get repository() {
        return client.repository;
      },
      get browser() {
        return browser;
      },
      get prepared() {
        return prepared;
      },
      open: async (page) => {
        const device = await openPage(browser, client.stack, page);
        if (isPrepared) ofTest.push(device);
        return device;
      },
      serviceOf: (app) => {
        const found = descendantsOf(client.stack.pid).find(({ command }) =>
          command.includes(`apps/${app}/src/main.ts`),
        );
        if (!found) throw new Error(`${app} does not run`);
        return found.pid;
      },
    };

    beforeAll(async () => {
      [client, browser] = await Promise.all([startClientStack(options), launchBrowser()]);
      if (options.prepare) prepared = await options.prepare(room);
      isPrepared = true;
    });
    afterEach(async () => {
      for (const device of ofTest.splice(0)) await device.close();
    });
    afterAll(async () => {
      await browser?.close();
      await client?.stop();
    });
    tests(room);
  });
}
