import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_PHOTO_BYTES } from '../../shared/protocol';
import { Photos, UploadError } from './photos';

class FakeRequest {
  static reply = { status: 200, response: { photo_id: 'p1' } as unknown };
  static last: FakeRequest;
  headers: Record<string, string> = {};
  upload: { onprogress?: (event: Partial<ProgressEvent>) => void } = {};
  status = 0;
  response: unknown = null;
  responseType = '';
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  url = '';

  constructor() {
    FakeRequest.last = this;
  }
  open(_method: string, url: string): void {
    this.url = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  abort(): void {
    this.onabort?.();
  }
  send(): void {
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
    ({ status: this.status, response: this.response } = FakeRequest.reply);
    if (this.status) this.onload?.();
    else this.onerror?.();
  }
}

describe('photos', () => {
  const photos = new Photos('https://service.example/', () => 'token');
  const file = new File(['x'], 'vase.jpg', { type: 'image/jpeg' });
  const upload = (picked = file, progress = vi.fn()): Promise<string> =>
    photos.upload(picked, progress, new AbortController().signal);

  beforeEach(() => {
    vi.stubGlobal('XMLHttpRequest', FakeRequest);
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('cannot decode')));
    FakeRequest.reply = { status: 200, response: { photo_id: 'p1' } };
  });
  afterEach(() => vi.unstubAllGlobals());

  it('go up with the session as bearer and report their progress', async () => {
    const progress = vi.fn();
    expect(await upload(file, progress)).toBe('p1');
    expect(progress).toHaveBeenCalledWith(0.25);
    expect(FakeRequest.last.url).toBe('https://service.example/api/widget/photos');
    expect(FakeRequest.last.headers).toEqual({ Authorization: 'Bearer token' });
  });

  it('are shown from memory after the upload', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new Error('not needed')));
    await upload();
    expect(await photos.url('p1')).toMatch(/^blob:/);
  });

  it.each([
    [413, 'too_large'],
    [415, 'not_an_image'],
    [422, 'too_many_pixels'],
    [401, 'session_invalid'],
    [500, 'network'],
    [0, 'network'],
  ])('refused with %i say why', async (status, code) => {
    FakeRequest.reply = { status, response: null };
    const error = await upload().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UploadError);
    expect((error as UploadError).code).toBe(code);
    expect((error as UploadError).message).not.toBe('');
  });

  it('that cannot be made smaller and are over 10 MB stay here', async () => {
    const big = new File([new Uint8Array(MAX_PHOTO_BYTES + 1)], 'big.heic');
    await expect(upload(big)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('of others are fetched once with the session, and again after a failure', async () => {
    const fetched = vi
      .fn<typeof fetch>()
      .mockResolvedValueOnce(new Response(null, { status: 404 }))
      .mockResolvedValueOnce(new Response('jpeg'));
    vi.stubGlobal('fetch', fetched);
    await expect(photos.url('p9')).rejects.toThrow('404');
    expect(await photos.url('p9')).toBe(await photos.url('p9'));
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(fetched.mock.calls[1]).toEqual(['https://service.example/api/photos/p9', { headers: { Authorization: 'Bearer token' } }]);
  });
});
