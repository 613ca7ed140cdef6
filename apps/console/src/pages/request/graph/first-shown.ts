/**
 * Which part is open before anybody chose one: the first that fails, or else the first that can't be told by itself. What is unknown only
 * because a part before it doesn't hold explains nothing.
 */
export function firstShown<T extends string>(
  nodes: readonly {
    readonly id: T;
    readonly status: "pass" | "fail" | "unknown" | "absent";
    readonly because?: string;
  }[],
): T | undefined {
  const failing = nodes.find(({ status }) => status === "fail");
  const unknown = nodes.find(({ status, because }) => status === "unknown" && because === undefined);
  return (failing ?? unknown)?.id;
}
