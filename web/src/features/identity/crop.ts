/** Which part of a picture is kept: how far it is enlarged beyond filling the square, and where its middle lies (0 to 1). */
export interface Crop {
  zoom: number;
  x: number;
  y: number;
}

export const centred: Crop = { zoom: 1, x: 0.5, y: 0.5 };

/** The part's corner and side in the picture's own pixels, never beyond its edge. */
export function partOf({ width, height }: { width: number; height: number }, { zoom, x, y }: Crop): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / Math.max(1, zoom);
  const within = (middle: number, length: number) => Math.min(Math.max(middle * length - side / 2, 0), length - side);
  return { left: within(x, width), top: within(y, height), side };
}

/** The crop after the picture was dragged by so many parts of the square. */
export function dragged(size: { width: number; height: number }, crop: Crop, right: number, down: number): Crop {
  const { left, top, side } = partOf(size, crop);
  const moved = { ...crop, x: (left + side / 2 - right * side) / size.width, y: (top + side / 2 - down * side) / size.height };
  const kept = partOf(size, moved);
  return { zoom: crop.zoom, x: (kept.left + side / 2) / size.width, y: (kept.top + side / 2) / size.height };
}

export function paint(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const { left, top, side } = partOf(picture, crop);
  pen.imageSmoothingQuality = "high";
  // Paper below what is transparent: the photo is sent as JPEG.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

/** The canvas as a file to send. */
export async function fileOf(canvas: HTMLCanvasElement): Promise<File> {
  const made = await new Promise<Blob | null>((done) => { canvas.toBlob(done, "image/jpeg", 0.92); });
  if (!made) throw new TypeError("This browser cannot write a picture.");
  return new File([made], "photo.jpg", { type: "image/jpeg" });
}
