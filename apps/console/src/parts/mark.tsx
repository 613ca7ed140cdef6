/** The gate of a checkpoint: two posts, one beam, and who waits before it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark-gate" d="M5 11h22M9.5 7v19.5M22.5 7v19.5" />
      <circle class="mark-dot" cx="16" cy="19.5" r="2.3" />
    </svg>
  );
}
