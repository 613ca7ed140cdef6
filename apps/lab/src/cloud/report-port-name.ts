/** The name of the report port in the guest: `/dev/virtio-ports/NAME`. */
export const reportPortName = "sekisho.tsm";
