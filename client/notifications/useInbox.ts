import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listNotifications, notificationEvents, readAllNotifications, readNotification } from '../../shared/notifications.ts';
import type { Answer } from '../../shared/http.ts';
import { call } from '../connection/call.ts';
import { onPush, onSocketOpen } from '../connection/socket.ts';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';

type Inbox = Answer<typeof listNotifications>;

const key = answerKey(listNotifications);

/** My inbox as it is, without reloading: what arrives is put on top, and what was missed on a lost line is asked again. */
export function useInbox() {
  const queries = useQueryClient();
  const asked = useAnswer(listNotifications);

  useEffect(() => {
    const offs = [
      onPush(notificationEvents, 'notification:new', ({ notification, unread }) => {
        queries.setQueryData<Inbox>(key, (inbox) =>
          inbox === undefined || inbox.items.some(({ id }) => id === notification.id)
            ? inbox
            : { items: [notification, ...inbox.items], unread },
        );
      }),
      onSocketOpen(() => void queries.invalidateQueries({ queryKey: key })),
    ];
    return () => offs.forEach((off) => off());
  }, [queries]);

  return asked;
}

/** Marks one or all as read: shown at once, and asked again when the server did not take it. */
export function useReading() {
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: key });
  const show = (isRead: (id: string) => boolean) => {
    const at = new Date().toISOString();
    queries.setQueryData<Inbox>(key, (inbox) => {
      if (inbox === undefined) return inbox;
      const items = inbox.items.map((item) => (item.readAt === null && isRead(item.id) ? { ...item, readAt: at } : item));
      const fewer = items.filter((item, index) => item !== inbox.items[index]).length;
      return { items, unread: Math.max(0, inbox.unread - fewer) };
    });
  };
  const one = useMutation({
    mutationFn: (notificationId: string) => call(readNotification, { params: { notificationId } }),
    onMutate: (notificationId) => show((id) => id === notificationId),
    onError: refresh,
  });
  const all = useMutation({ mutationFn: () => call(readAllNotifications), onMutate: () => show(() => true), onSettled: refresh });
  return { readOne: one.mutate, readAll: all.mutate };
}
