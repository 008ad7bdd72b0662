#!/usr/bin/perl
# A line between two network namespaces, as "tc netem" with "rate", "delay" and "loss" makes one, for kernels that come without
# it: reads packets from one TUN device and writes them to the other, later, fewer, or not at all.
#
# line.pl NEAR FAR CONTROL: the names of the two devices and a file with "bits-per-second milliseconds-one-way share-lost", looked
# at ten times a second; "0 0 0" lets everything through at once. Says "ready" when both devices are there.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use Fcntl;
use Time::HiRes qw(time);

my ($near, $far, $control) = @ARGV;
my $queue_seconds = 0.3;
my @ends = (open_tun($near), open_tun($far));
my @waiting = ([], []);
my @free_at = (0, 0);
my ($rate, $delay, $loss) = (0, 0, 0);
my $looked_at = 0;

$| = 1;
print "ready\n";
while (1) {
    my $now = time;
    if ($now - $looked_at > 0.1) {
        $looked_at = $now;
        look();
    }
    my $next = $looked_at + 0.1;
    for my $way (0, 1) {
        $next = $waiting[$way][0][0] if @{ $waiting[$way] } && $waiting[$way][0][0] < $next;
    }
    my $ready = '';
    vec($ready, fileno($_), 1) = 1 for @ends;
    select($ready, undef, undef, $next > $now ? $next - $now : 0);
    take($_) for (0, 1);
    give($_) for (0, 1);
}

sub open_tun {
    my ($name) = @_;
    sysopen(my $device, '/dev/net/tun', O_RDWR | O_NONBLOCK) or die "/dev/net/tun: $!\n";
    # TUNSETIFF with IFF_TUN and IFF_NO_PI.
    my $request = pack('a16 S x22', $name, 0x1001);
    ioctl($device, 0x400454ca, $request) or die "TUN $name: $!\n";
    return $device;
}

sub look {
    open(my $file, '<', $control) or return;
    my $line = <$file>;
    close($file);
    return unless defined $line && $line =~ /^(\d+) (\d+) ([\d.]+)$/;
    ($rate, $delay, $loss) = ($1, $2 / 1000, $3);
}

# Takes in what has come: at the bottleneck packets wait for those before them, and those that would wait too long are dropped.
sub take {
    my ($way) = @_;
    while (defined(my $bytes = sysread($ends[$way], my $packet, 65536))) {
        last if $bytes == 0;
        my $now = time;
        if ($rate == 0) {
            push @{ $waiting[$way] }, [$now, $packet];
            next;
        }
        next if rand() < $loss;
        my $begins = $free_at[$way] > $now ? $free_at[$way] : $now;
        next if $begins - $now > $queue_seconds;
        $free_at[$way] = $begins + $bytes * 8 / $rate;
        push @{ $waiting[$way] }, [$free_at[$way] + $delay, $packet];
    }
}

sub give {
    my ($way) = @_;
    my $now = time;
    while (@{ $waiting[$way] } && $waiting[$way][0][0] <= $now) {
        my $packet = shift @{ $waiting[$way] };
        syswrite($ends[1 - $way], $packet->[1]);
    }
}
