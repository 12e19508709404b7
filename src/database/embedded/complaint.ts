const COMPLAINT = /^.*?\b(?:FATAL|PANIC|ERROR|error):\s+/;

/** The one line of PostgreSQL's output that says what went wrong; what follows the first complaint comes from it. */
export function complaintIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => COMPLAINT.test(each)) ?? lines.at(-1);
  return line?.replace(COMPLAINT, '').trim() ?? 'it gave no reason';
}
