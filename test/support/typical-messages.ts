/** Messages as a phone gets them every day, with the description of a browser in the INVITE. */

function message(text: string, body = ''): string {
  const head = `${text.trim()}\nContent-Length: ${body.length}`;
  return `${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`;
}

const sdp = `v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
a=extmap-allow-mixed
a=msid-semantic: WMS 5f4a1d0e-7a7c-4b51-8a63-0f0f4c2f2a10
m=audio 58779 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
c=IN IP4 192.0.2.44
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:2999745851 1 udp 2122260223 192.0.2.44 58779 typ host generation 0 network-id 1
a=candidate:3747886471 1 udp 1686052607 198.51.100.7 58779 typ srflx raddr 192.0.2.44 rport 58779 generation 0 network-id 1
a=candidate:4233069003 1 tcp 1518280447 192.0.2.44 9 typ host tcptype active generation 0 network-id 1
a=ice-ufrag:9yzT
a=ice-pwd:zF7Q0d1m6GrcJ8MxVq0rW3hK
a=ice-options:trickle
a=fingerprint:sha-256 7B:8E:0A:33:5C:1D:42:90:F1:6E:BB:24:A0:9C:57:18:DE:61:3F:7A:C9:05:E2:48:81:BD:36:F4:2B:60:97:1C
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
a=sendrecv
a=msid:5f4a1d0e-7a7c-4b51-8a63-0f0f4c2f2a10 c2b4f0b6-98a8-4f42-b5c1-4d6a5b7c1b7d
a=rtcp-mux
a=rtcp-fb:111 transport-cc
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:9 G722/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:126 telephone-event/8000
`.replaceAll('\n', '\r\n');

const presence = `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:bob@example.com">
 <tuple id="a1"><status><basic>open</basic></status><contact priority="0.8">sip:bob@example.com</contact></tuple>
 <note xml:lang="en">On the phone</note>
</presence>
`.replaceAll('\n', '\r\n');

export const inviteWithSdp = message(
  `
INVITE sip:k3v9x2@q7c1m4t8z0.invalid;transport=ws SIP/2.0
Via: SIP/2.0/WSS proxy.example.com:443;branch=z9hG4bK74b.8f21c3a1.0;rport=443
Via: SIP/2.0/UDP 203.0.113.20:5060;branch=z9hG4bK-524287-1---d8754z;received=203.0.113.20;rport=5060
Record-Route: <sip:proxy.example.com:443;transport=wss;lr;ftag=as58f4201b>
Record-Route: <sip:203.0.113.20;lr;ftag=as58f4201b>
Max-Forwards: 68
From: "Bob Builder" <sip:bob@example.com>;tag=as58f4201b
To: <sip:alice@example.com>
Call-ID: 7f8a1c3e5b2d4f6a9c0e1b3d5f7a9c1e@203.0.113.20
CSeq: 102 INVITE
Contact: <sip:bob@203.0.113.20:5060;transport=udp>;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>"
User-Agent: Example PBX 18.2
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE, UPDATE
Supported: replaces, timer, 100rel
Session-Expires: 1800;refresher=uac
Min-SE: 90
P-Asserted-Identity: "Bob Builder" <sip:bob@example.com>
Date: Wed, 25 Nov 2026 10:00:00 GMT
Content-Type: application/sdp`,
  sdp,
);

export const registered = message(`
SIP/2.0 200 OK
Via: SIP/2.0/WSS q7c1m4t8z0.invalid;branch=z9hG4bKx4v7m2k9q1c8z5t3w6n0;received=198.51.100.7;rport=52114
From: "Alice" <sip:alice@example.com>;tag=q2w4e6r8t0y1u3i5
To: "Alice" <sip:alice@example.com>;tag=b27e1a1d33761e85846fc98f5f3a7e58.4a1c
Call-ID: m3n5b7v9c1x2z4l6k8j0h1g3
CSeq: 2 REGISTER
Contact: <sip:k3v9x2@q7c1m4t8z0.invalid;transport=ws>;expires=600;+sip.instance="<urn:uuid:0f2c3f6e-53a5-4a3c-8c2f-2d7b1f7f9a10>"
Contact: <sip:r8t0y1@a5s7d9f1g3.invalid;transport=ws>;expires=412;+sip.instance="<urn:uuid:a1d4fae0-7dec-41d0-a765-00a0c91e6bf6>"
Date: Wed, 25 Nov 2026 10:00:00 GMT
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
Supported: path, outbound, gruu
Server: Example Registrar 5.6`);

export const notify = message(
  `
NOTIFY sip:k3v9x2@q7c1m4t8z0.invalid;transport=ws SIP/2.0
Via: SIP/2.0/WSS proxy.example.com:443;branch=z9hG4bK12d7.9ab4c6e2.0
Record-Route: <sip:proxy.example.com:443;transport=wss;lr>
Max-Forwards: 70
From: <sip:bob@example.com>;tag=10.5060.1.1c8d
To: <sip:alice@example.com>;tag=z1x2c3v4b5n6
Call-ID: p0o9i8u7y6t5r4e3w2q1
CSeq: 7 NOTIFY
Contact: <sip:presence@203.0.113.20:5060;transport=udp>
Event: presence
Subscription-State: active;expires=3589
User-Agent: Example Presence Server
Content-Type: application/pidf+xml`,
  presence,
);

export const challenged = message(`
SIP/2.0 401 Unauthorized
Via: SIP/2.0/WSS q7c1m4t8z0.invalid;branch=z9hG4bKx4v7m2k9q1c8z5t3w6n0;received=198.51.100.7;rport=52114
From: "Alice" <sip:alice@example.com>;tag=q2w4e6r8t0y1u3i5
To: "Alice" <sip:alice@example.com>;tag=b27e1a1d33761e85846fc98f5f3a7e58.4a1c
Call-ID: m3n5b7v9c1x2z4l6k8j0h1g3
CSeq: 1 REGISTER
WWW-Authenticate: Digest realm="example.com", nonce="Y3VycmVudCB0aW1l", qop="auth,auth-int", algorithm=SHA-256, opaque="x"
WWW-Authenticate: Digest realm="example.com", nonce="Y3VycmVudCB0aW1l", qop="auth", algorithm=MD5`);

export const transfer = message(`
REFER sip:k3v9x2@q7c1m4t8z0.invalid;transport=ws SIP/2.0
v: SIP/2.0/WSS proxy.example.com:443;branch=z9hG4bK88.1
f: "Müller (Büro)" <sip:bob@example.com>;tag=10
t: <tel:+33123456789;phone-context=example.com>;tag=20
i: p0o9i8u7y6t5r4e3w2q1
CSeq: 8 REFER
m: <sip:bob@[2001:db8::9:1]:5060>, <sip:bob@203.0.113.20>;q=0.5
r: <sip:carol@example.com?Replaces=12345%40192.0.2.1%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>
b: <sip:bob@example.com>
Require: norefersub, replaces
Replaces: 98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff;early-only
Event: refer;id=93809824
Subscription-State: terminated;reason=noresource;retry-after=10`);

export const typicalMessages = [inviteWithSdp, registered, notify, challenged, transfer];
