/** Draws progress on standard error when somebody watches; says nothing otherwise. */
export function progressBar(): (label: string, done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => {};
  let last = 0;
  return (label, done, total) => {
    if (label === 'done') {
      process.stderr.write('\r\u001b[K');
      return;
    }
    const now = performance.now();
    if (now - last < 80) return;
    last = now;
    const share = total === 0 ? 1 : done / total;
    const width = 32;
    const full = Math.round(share * width);
    const bar = '█'.repeat(full) + '░'.repeat(width - full);
    process.stderr.write(`\r${label.padEnd(12)} ${bar} ${Math.round(share * 100)} %`);
  };
}
