import type { Message } from './types';
import { cardKinds, word } from './words';

/** A message in one line, for the list of conversations. */
export function preview({ text, photos, card }: Pick<Message, 'text' | 'photos' | 'card'>): string {
  if (text) return text;
  if (photos?.length) return photos.length > 1 ? `［照片 ${photos.length} 张］` : '［照片］';
  return card ? `［${word(cardKinds, card.kind)}］` : '';
}
