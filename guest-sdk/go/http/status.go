package http

import (
	"strings"

	"github.com/wasmload/wasmload/guest-sdk/go/internal/bindings/client"
)

// Ranges of statuses travel through options as text of four bytes each, so that settings can be compared.

func writeRange(out *strings.Builder, lowest, highest int) {
	for _, status := range []int{lowest, highest} {
		status = max(0, min(status, 1<<16-1))
		out.WriteByte(byte(status >> 8))
		out.WriteByte(byte(status))
	}
}

func readRanges(text string) []client.StatusRange {
	ranges := make([]client.StatusRange, 0, len(text)/4)
	for ; len(text) >= 4; text = text[4:] {
		ranges = append(ranges, client.StatusRange{
			Lowest:  uint16(text[0])<<8 | uint16(text[1]),
			Highest: uint16(text[2])<<8 | uint16(text[3]),
		})
	}
	return ranges
}
