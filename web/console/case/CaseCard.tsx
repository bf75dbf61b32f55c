import { standing } from '../conversation/actions';
import { lineNames } from '../names';
import { Photo } from '../Photo';
import { useTickets } from '../queries';
import { Section } from '../Section';
import { useDesk } from '../session/session';
import type { ConversationDetail, Slots, Ticket } from '../types';
import { photoKinds, word } from '../words';
import { DecisionView } from './DecisionView';
import { IntentTrace } from './IntentTrace';
import { SlotForm } from './SlotForm';
import { TicketPanel } from './TicketPanel';

interface Props {
  detail: ConversationDetail;
  draft: Slots;
  onDraft: (draft: Slots) => void;
}

/** Everything known about the case, so that the shopper repeats nothing. */
export function CaseCard({ detail, draft, onDraft }: Props) {
  const { agent } = useDesk();
  const { data: tickets = [] } = useTickets(detail.id);
  const newest = tickets.at(-1);
  const photos = casePhotos(detail, tickets);
  const order = detail.slots.order_id;
  return (
    <aside className="case" aria-label="案件信息" tabIndex={0}>
      <Section title="摘要">
        {detail.summary ?? <span className="secondary">暂无摘要，请查看对话内容。</span>}
      </Section>
      {detail.rating && (
        <Section title="顾客评价">
          <p>
            <span role="img" aria-label={`${detail.rating.score} 分`}>
              {'★'.repeat(detail.rating.score)}
            </span>{' '}
            {detail.rating.comment}
          </p>
        </Section>
      )}
      {newest?.decision && (
        <Section title="处理方案">
          <DecisionView decision={newest.decision} />
        </Section>
      )}
      {tickets.map((ticket) => (
        <Section key={ticket.id} title={`工单 ${ticket.number}`}>
          <TicketPanel ticket={ticket} />
        </Section>
      ))}
      <Section title="案件信息">
        <SlotForm
          slots={detail.slots}
          draft={draft}
          onDraft={onDraft}
          asked={detail.asked ?? null}
          locked={standing(detail, agent.id) !== 'mine'}
          lines={lineNames(detail.messages, typeof order === 'string' ? order : null)}
        />
      </Section>
      {photos.length > 0 && (
        <Section title="照片">
          <div className="photos">
            {photos.map(({ id, label }) => (
              <Photo key={id} id={id} alt={label} caption={label} />
            ))}
          </div>
        </Section>
      )}
      <Section title="意图识别">
        <IntentTrace detail={detail} />
      </Section>
    </aside>
  );
}

/** Every photo of the conversation once, with the kind its ticket or the bot knows it by. */
function casePhotos({ messages, slots }: ConversationDetail, tickets: Ticket[]): { id: string; label: string }[] {
  const kinds = new Map([
    ...photoSlot(slots, 'photo_goods').map((id) => [id, 'goods'] as const),
    ...photoSlot(slots, 'photo_parcel').map((id) => [id, 'parcel'] as const),
    ...tickets.flatMap((ticket) => ticket.photos.map(({ id, kind }) => [id, kind] as const)),
  ]);
  const ids = new Set([...messages.flatMap(({ photos }) => photos?.map(({ id }) => id) ?? []), ...kinds.keys()]);
  return [...ids].map((id) => {
    const kind = kinds.get(id);
    return { id, label: kind ? word(photoKinds, kind) : '未归类' };
  });
}

function photoSlot(slots: Slots, name: string): string[] {
  const value = slots[name];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}
