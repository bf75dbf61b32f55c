import type { ComponentChildren } from 'preact';
import type { Message } from '../../shared/protocol';
import { widgetText as t } from '../../shared/zh';
import { Avatar } from './Avatar';
import { CardView, drawable, ownedByCard } from './cards/CardView';
import type { Asked } from './cards/types';
import { Choices } from './Choices';
import { Icon } from './Icon';
import { isNews, Notice } from './Notice';
import { PhotoView } from './PhotoView';
import { Words } from './text';

export function PhotoGrid({ ids }: { ids: string[] }) {
  return (
    <div class={ids.length === 1 ? 'photos one' : 'photos'}>
      {ids.map((id, index) => (
        <PhotoView key={id} ids={ids} index={index} />
      ))}
    </div>
  );
}

/** Her own words on the right; `foot` tells how far they got. */
export function OwnBubble({ text, photos, foot }: { text: string; photos: string[]; foot?: ComponentChildren }) {
  return (
    <div class="row own">
      <div class="stack">
        <span class="hidden">{t.log.you}</span>
        {text && <p class="bubble">{text}</p>}
        {photos.length > 0 && <PhotoGrid ids={photos} />}
        {foot}
      </div>
    </div>
  );
}

interface Props {
  message: Message;
  leads: boolean;
  asked: Asked;
  /** Opens the file picker; given when this message asks for a photo now. */
  onPhoto: (() => void) | undefined;
}

export function OtherBubble({ message, leads, asked, onPhoto }: Props) {
  const { from, card, text } = message;
  const news = from === 'system' && text !== undefined && (card?.kind === 'progress' || (!card && isNews(text)));
  if (from === 'system' && !news && !drawable(card) && !asked.choices.length) return <p class="system">{text}</p>;
  const name = from === 'agent' ? (message.agent?.name ?? t.names.agent) : t.names.bot;
  const photos = (message.photos ?? []).map(({ id }) => id);
  const loose = asked.choices.filter((choice) => !(drawable(card) && ownedByCard(card, choice.value)));
  return (
    <div class="row">
      {leads ? <Avatar from={from} name={name} /> : <span class="avatar-gap" />}
      <div class="stack">
        {leads ? <span class="name">{name}</span> : <span class="hidden">{t.log.says(name)}</span>}
        {news ? (
          <Notice text={text} progress={card?.kind === 'progress' ? card : undefined} />
        ) : (
          <>
            {text && <p class="bubble">{from === 'agent' ? text : <Words text={text} />}</p>}
            {photos.length > 0 && <PhotoGrid ids={photos} />}
            {drawable(card) && <CardView card={card} asked={asked} />}
          </>
        )}
        {onPhoto && (
          <button type="button" class="ask-photo" onClick={onPhoto}>
            <Icon name="camera" />
            {t.composer.takePhoto}
          </button>
        )}
        {loose.length > 0 && <Choices asked={{ ...asked, choices: loose }} />}
      </div>
    </div>
  );
}
