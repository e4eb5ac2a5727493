;; A component of a world that is newer than this program.
;; RUN: wasmload run %self
;; EXIT: 107
(component
  (import "wasmload:http/client@0.9.0" (instance))
  (instance $lifecycle)
  (export "wasmload:scenario/lifecycle@0.9.0" (instance $lifecycle)))
