import type { ReactNode } from 'react';

import { type Standing, standing } from '../conversation/actions';
import { Photo } from '../Photo';
import { LISTS, useConversations } from '../queries';
import { useDesk } from '../session/session';
import type { ConversationDetail, Slots } from '../types';
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
  const how = standing(detail, agent.id);
  const summary = useSummary(detail.id, how);
  const newest = detail.tickets.at(-1);
  const photos = casePhotos(detail);
  return (
    <aside className="case" aria-label="案件信息" tabIndex={0}>
      <Section title="摘要">
        {summary ?? <span className="secondary">暂无摘要，请查看对话内容。</span>}
      </Section>
      {newest?.decision && (
        <Section title="处理方案">
          <DecisionView decision={newest.decision} />
        </Section>
      )}
      {detail.tickets.map((ticket) => (
        <Section key={ticket.id} title={`工单 ${ticket.number}`}>
          <TicketPanel ticket={ticket} conversationId={detail.id} />
        </Section>
      ))}
      <Section title="案件信息">
        <SlotForm
          slots={detail.slots}
          draft={draft}
          onDraft={onDraft}
          locked={how !== 'mine'}
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

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="case-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The list that a conversation stands in tells its summary. */
function useSummary(id: string, how: Standing): string | null {
  const { data } = useConversations(LISTS.find((list) => list.id === (how === 'other' ? 'agent' : how))!);
  const item = data?.pages.flatMap((page) => page.items).find((one) => one.id === id);
  return item?.summary ?? null;
}

/** Every photo of the conversation once, with the kind its ticket knows it by. */
function casePhotos({ messages, tickets }: ConversationDetail): { id: string; label: string }[] {
  const kinds = new Map(tickets.flatMap((ticket) => ticket.photos.map(({ id, kind }) => [id, kind])));
  const ids = new Set([...messages.flatMap(({ photos }) => photos?.map(({ id }) => id) ?? []), ...kinds.keys()]);
  return [...ids].map((id) => {
    const kind = kinds.get(id);
    return { id, label: kind ? word(photoKinds, kind) : '未归类' };
  });
}
