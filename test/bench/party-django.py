"""A baseline: a Django Channels consumer with a Redis channel layer, which relays the same frames.

Run by party-django.ts with daphne. No checks, no resume tokens, no storage, as in the other minimal relays.
"""

import json
import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import re_path

settings.configure(
    SECRET_KEY="for a benchmark",
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [("127.0.0.1", int(os.environ["REDIS_PORT"]))], "capacity": 10_000},
        }
    },
)
django.setup()


def to_text(frame):
    return json.dumps(frame, separators=(",", ":"))


class RoomConsumer(AsyncWebsocketConsumer):
    """One socket: `channel_name` is the participant's id, the room is a group."""

    sid = ""

    async def connect(self):
        self.group = "room-" + self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        frame = json.loads(text_data)
        kind = frame["type"]
        if kind == "hello":
            self.sid = frame["sid"]
            await self.send(to_text({"type": "welcome", "self": {"id": self.channel_name}, "roster": []}))
        elif kind == "join":
            joined = {"type": "joined", "member": {"id": self.channel_name}, "roster": []}
            await self.channel_layer.group_send(self.group, {"type": "relay", "text": to_text(joined)})
        elif kind == "signal":
            signal = {
                "type": "signal",
                "from": self.channel_name,
                "fromSid": self.sid,
                "gen": frame["gen"],
                "n": frame["n"],
                "payload": frame["payload"],
            }
            await self.channel_layer.send(frame["to"], {"type": "relay", "text": to_text(signal)})

    async def relay(self, event):
        await self.send(event["text"])


application = ProtocolTypeRouter(
    {"websocket": URLRouter([re_path(r"^parties/main/(?P<room>[a-z0-9-]+)$", RoomConsumer.as_asgi())])}
)
