"""What happens while a component is built: the scenario's file is imported, and what cannot work in a component is found.

Nothing here runs in a VU. componentize-py imports `wasmload._building.entry`, whose memory is then frozen into the component.
"""
