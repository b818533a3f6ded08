// Around `proof_sequence`, which compares two sequence numbers. All is combinational, so one clock
// shows it for all values.
module harness (
    input wire        clock,
    input wire [15:0] a,
    input wire [15:0] b,
    input wire [15:0] c,
    input wire [15:0] base,
    input wire [31:0] wide_a,
    input wire [31:0] wide_b
);
    wire ab, ba, bc, ac, aa;
    wire [15:0] distance;
    wire [31:0] wide_distance;
    proof_sequence pair_ab (
        .a(a), .b(b), .wide_a(wide_a), .wide_b(wide_b),
        .is_before(ab), .distance(distance), .wide_distance(wide_distance)
    );
    proof_sequence pair_ba (.a(b), .b(a), .is_before(ba), .distance());
    proof_sequence pair_bc (.a(b), .b(c), .is_before(bc), .distance());
    proof_sequence pair_ac (.a(a), .b(c), .is_before(ac), .distance());
    proof_sequence pair_aa (.a(a), .b(a), .is_before(aa), .distance());

    wire signed [15:0] difference = b - a;
    // Numbers in use at one time lie within less than half of all, from any place on.
    wire [15:0] of_a = a - base, of_b = b - base, of_c = c - base;
    wire in_window = ~of_a[15] & ~of_b[15] & ~of_c[15];

    always @(*) begin
        as_signed: assert (ab == (difference > 0));
        distance_adds: assert (a + distance == b);
        wide_adds: assert (wide_a + wide_distance == wide_b);
        irreflexive: assert (!aa);
        asymmetric: assert (!(ab & ba));
        total: assert (!in_window || a == b || ab || ba);
        transitive: assert (!in_window || !ab || !bc || ac);
        as_counted: assert (!in_window || ab == (of_a < of_b));
    end
endmodule
