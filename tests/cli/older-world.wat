;; A component of a world that is older than this program.
;; RUN: wasmload inspect %self
;; EXIT: 107
(component
  (instance $lifecycle)
  (export "wasmload:scenario/lifecycle@0.0.9" (instance $lifecycle)))
