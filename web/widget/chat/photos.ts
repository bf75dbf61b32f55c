import { MAX_PHOTO_BYTES } from '../../shared/protocol';
import { widgetText as t } from '../../shared/zh';

const LONGEST_EDGE = 2048;
const QUALITY = 0.85;

export type UploadCode = keyof Omit<typeof t.upload, 'too_many'>;

/** Why a photo was not taken; the message is for the shopper to read. */
export class UploadError extends Error {
  constructor(readonly code: UploadCode) {
    super(t.upload[code]);
  }
}

const BY_STATUS: Record<number, UploadCode> = {
  401: 'session_invalid',
  403: 'session_invalid',
  413: 'too_large',
  415: 'not_an_image',
  422: 'too_many_pixels',
  429: 'rate_limited',
};

/**
 * A smaller JPEG, upright and without EXIF. What the browser cannot decode is returned as it is: the service
 * may know the format, and says so if it does not.
 */
export async function shrink(file: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    if (!context) return file;
    context.fillStyle = '#fff'; // JPEG has no transparency
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    return small ?? file;
  } catch {
    return file;
  }
}

/** Photos go up over HTTP with the session as bearer, and come back the same way as blob URLs. */
export class Photos {
  private readonly urls = new Map<string, Promise<string>>();

  constructor(
    /** Where the service is, with a trailing slash. */
    private readonly root: string,
    private readonly token: () => string | null,
  ) {}

  /** The id of the stored photo. Rejects with UploadError; `onProgress` gets 0–1. */
  async upload(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<string> {
    const photo = await shrink(file);
    if (photo.size > MAX_PHOTO_BYTES) throw new UploadError('too_large');
    const id = await this.post(photo, file.name, onProgress, signal);
    this.urls.set(id, Promise.resolve(URL.createObjectURL(photo)));
    return id;
  }

  /** A blob URL of a stored photo, fetched once. */
  url(id: string): Promise<string> {
    let url = this.urls.get(id);
    if (!url) {
      url = this.fetch(id);
      this.urls.set(id, url);
      url.catch(() => this.urls.delete(id));
    }
    return url;
  }

  private async fetch(id: string): Promise<string> {
    const reply = await fetch(`${this.root}api/photos/${encodeURIComponent(id)}`, {
      headers: { Authorization: `Bearer ${this.token() ?? ''}` },
    });
    if (!reply.ok) throw new Error(`photo ${id}: ${reply.status}`);
    return URL.createObjectURL(await reply.blob());
  }

  private post(photo: Blob, name: string, onProgress: (share: number) => void, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      // fetch() cannot report how much has gone up.
      const request = new XMLHttpRequest();
      request.open('POST', `${this.root}api/widget/photos`);
      request.setRequestHeader('Authorization', `Bearer ${this.token() ?? ''}`);
      request.responseType = 'json';
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total);
      };
      request.onload = () => {
        const body = request.response as { photo_id?: string } | null;
        if (request.status < 300 && body?.photo_id) resolve(body.photo_id);
        else reject(new UploadError(BY_STATUS[request.status] ?? 'network'));
      };
      request.onerror = () => reject(new UploadError('network'));
      request.onabort = () => reject(new UploadError('network'));
      signal.addEventListener('abort', () => request.abort());
      const form = new FormData();
      form.append('file', photo, name);
      request.send(form);
    });
  }
}
