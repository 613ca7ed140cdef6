export const en = {
  "console.waiting.title": "Requests",
};
