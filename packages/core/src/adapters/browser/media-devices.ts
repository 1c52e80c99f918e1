/** The page's way to devices; undefined outside a secure context, in workers and in Node, whatever the DOM types say. */
export function mediaDevices(): MediaDevices | undefined {
  if (typeof navigator === 'undefined') return undefined;
  const host: { readonly mediaDevices?: MediaDevices } = navigator;
  return host.mediaDevices;
}
