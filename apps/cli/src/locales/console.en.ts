export const consoleEn = {
  "cli.console.opened": "The page opens in your browser. The address works once, and until Ctrl-C.",
  "cli.console.open-it": "Open the address in your browser. It works once, and the page until Ctrl-C.",
  "cli.console.no-machine":
    "Without --machine the page can show what the gate says, but judge nothing by itself: give your own machine.json.",
  "cli.console.port": "--port {port}: expected a number from 0 to 65535",
  "cli.console.port-taken": "Port {port} of 127.0.0.1 can't be used ({reason}). Choose another, or leave --port out.",
  "cli.console.not-built":
    "The page is not there: 'npm ci' builds it (or 'node apps/console/build/main.ts' in a clone).",
};
