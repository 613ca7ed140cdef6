import { beforeEach, describe, expect, test } from "vitest";
import { createEvents, type Events, type GateEvent } from "./events.ts";

class FakeSource extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: typeof data === "string" ? data : JSON.stringify(data) }));
  }
  open(): void {
    this.dispatchEvent(new Event("open"));
  }
  fail(): void {
    this.dispatchEvent(new Event("error"));
  }
}

let sources: FakeSource[];
let timers: Map<number, { readonly work: () => void; readonly after: number }>;
let heard: GateEvent[];
let losses: number;
let events: Events;

beforeEach(() => {
  sources = [];
  timers = new Map();
  heard = [];
  losses = 0;
  let count = 0;
  events = createEvents({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    setTimer: (work, after) => {
      timers.set(++count, { work, after });
      return count;
    },
    clearTimer: (timer) => void (timer !== undefined && timers.delete(timer)),
    lost: () => losses++,
  });
  events.listen((event) => heard.push(event));
  events.start();
});

const resync = { name: "resync", id: null };
const newest = (): FakeSource => {
  const source = sources.at(-1);
  if (source === undefined) throw new Error("nothing was opened");
  return source;
};
/** Lets the only timer run out; tells how long it was set to. */
function runOut(): number {
  const [[id, { work, after }] = [0, { work: () => {}, after: 0 }]] = timers;
  expect(timers.size).toBe(1);
  timers.delete(id);
  work();
  return after;
}

test("events are told with their data; what is none of ours is not", () => {
  newest().open();
  expect(events.freshness.get()).toBe("live");
  newest().say("request", { id: "a", number: 3 });
  newest().say("request", "no JSON");
  newest().say("request", { id: 5 });
  newest().say("strange", { id: "a" });
  expect(heard).toEqual([resync, { name: "request", id: "a", number: 3 }]);
});

test("all that was asked for before the stream stood is asked for again, once", () => {
  newest().open();
  newest().say("heartbeat", {});
  expect(heard).toEqual([resync]);
});

describe("a connection that breaks", () => {
  test("is opened anew, later each time, and everything is asked for again once it stands", () => {
    newest().open();
    const waits = [];
    for (let index = 0; index < 6; index++) {
      const source = newest();
      source.fail();
      expect([source.closed, events.freshness.get()]).toEqual([true, "lost"]);
      waits.push(runOut());
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(losses).toBe(6);
    expect(heard).toEqual([resync]);
    newest().open();
    expect(events.freshness.get()).toBe("live");
    expect(heard).toEqual([resync, resync]);
    newest().fail();
    expect(runOut()).toBe(1000);
  });

  test("says nothing more once it was given up", () => {
    const old = newest();
    old.open();
    old.fail();
    runOut();
    old.say("request", { id: "a" });
    old.open();
    expect(heard).toEqual([resync]);
    expect(events.freshness.get()).toBe("lost");
  });

  test("is noticed by its silence, where the gate sends signs of life", () => {
    newest().open();
    newest().say("request", { id: "a" });
    expect(timers.size).toBe(0);
    newest().say("heartbeat", {});
    expect(runOut()).toBe(50_000);
    expect([newest().closed, events.freshness.get()]).toEqual([true, "lost"]);
  });
});

test("nothing is opened after the end, and a new beginning is one connection", () => {
  newest().open();
  events.stop();
  expect([newest().closed, timers.size]).toEqual([true, 0]);
  events.start();
  events.start();
  expect(sources).toHaveLength(2);
});
