/** Hands a file to the person, under a name whose ending tells its kind. */
export function saveToDevice(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what no file name may have.
  link.download = name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, ' ').trim();
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
