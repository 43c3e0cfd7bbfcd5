/** Compiles and instantiates a kernel that imports nothing, synchronously, from its base64 text. */
export function instantiateKernel(base64: string): WebAssembly.Exports {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
}
