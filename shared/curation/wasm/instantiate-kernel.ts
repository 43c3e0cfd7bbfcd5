/** Compiles and instantiates a kernel, synchronously, from its base64 text; most import nothing. */
export function instantiateKernel(base64: string, imports: WebAssembly.Imports = {}): WebAssembly.Exports {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}
