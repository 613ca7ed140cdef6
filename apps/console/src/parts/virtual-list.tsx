import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { visibleRange, type Range } from "./visible-range.ts";
import "./virtual-list.css";

export type VirtualListProps<T> = {
  readonly items: readonly T[];
  /** Every row is as high, in CSS pixels. */
  readonly rowHeight: number;
  readonly keyOf: (item: T) => string | number;
  readonly children: (item: T, index: number) => ComponentChildren;
  /** What the list is of, for who reads the page by ear. */
  readonly label: string;
};

/** A list of any length that scrolls with the page and draws only the rows in sight, and some around them. */
export function VirtualList<T>({ items, rowHeight, keyOf, children, label }: VirtualListProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<Range>({ first: 0, last: 30 });
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    // Set through the CSSOM: the page's security policy allows no inline style.
    element.style.height = `${items.length * rowHeight}px`;
    const update = () => {
      const next = visibleRange(-element.getBoundingClientRect().top, innerHeight, rowHeight, items.length);
      setRange((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    update();
    addEventListener("scroll", update, { passive: true });
    addEventListener("resize", update);
    return () => {
      removeEventListener("scroll", update);
      removeEventListener("resize", update);
    };
  }, [items.length, rowHeight]);
  const shown = items.slice(range.first, range.last);
  return (
    <ul ref={list} class="virtual-list" aria-label={label}>
      {shown.map((item, offset) => {
        const index = range.first + offset;
        return (
          <Row
            key={keyOf(item)}
            item={item}
            draw={children}
            top={index * rowHeight}
            height={rowHeight}
            index={index}
            count={items.length}
          />
        );
      })}
    </ul>
  );
}

type RowProps<T> = {
  readonly item: T;
  readonly draw: (item: T, index: number) => ComponentChildren;
  readonly top: number;
  readonly height: number;
  readonly index: number;
  readonly count: number;
};

/** Drawn anew only when its item is another one: while the list scrolls, the rows that stay cost nothing. */
function Row<T>({ item, draw, top, height, index, count }: RowProps<T>) {
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    row.current?.style.setProperty("transform", `translateY(${top}px)`);
    row.current?.style.setProperty("height", `${height}px`);
  }, [top, height]);
  const drawn = useMemo(() => draw(item, index), [draw, item, index]);
  return (
    <li ref={row} aria-setsize={count} aria-posinset={index + 1}>
      {drawn}
    </li>
  );
}
