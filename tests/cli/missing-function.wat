;; The right interface in the right version, without its functions.
;; RUN: wasmload run %self
;; EXIT: 107
(component
  (instance $lifecycle)
  (export "wasmload:scenario/lifecycle@0.1.0" (instance $lifecycle)))
