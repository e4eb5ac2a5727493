;; A component of another world: it wants what nobody gives, and exports something else.
;; RUN: wasmload run %self
;; EXIT: 107
(component
  (import "example:shop/prices@1.0.0" (instance))
  (import "wasi:http/outgoing-handler@0.2.6" (instance))
  (import "wasmload:websocket/client@0.1.0" (instance))
  (instance $handler)
  (export "wasi:http/incoming-handler@0.2.6" (instance $handler)))
