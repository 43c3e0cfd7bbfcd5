/** Names that promise an image, readable here or not: a file so named is reported when it cannot be read. */
const PROMISES =
  /\.(jpe?g|jpe|jfif|png|apng|webp|gif|bmp|dib|tiff?|avif|hei[cf]|svgz?|psd|jxl|jp2|j2k|ico|exr|hdr|p[bgpn]m|tga|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;

export function isImageName(path: string): boolean {
  return PROMISES.test(path);
}
