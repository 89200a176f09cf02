"""Words that name nobody: a name needs another word to be recognised, and none of these is a misspelt name."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


ACRONYMS = _words(
    """
    ae aedo ahp arrs asc bame bcf camhs cap capex ceo cfo chc chd cic cio cmo coo copd core cpcs cqc cqrs cyp d2a
    dbs dna dos dpia dtoc dwp ed ehcp ehr emis eol epr esr fcp fft foi ftsu gdpr gp gpit gps hca hdp hiu hiv hr hscp
    hwb iapt icb icp ics ict icu id iga imt int ints ip it jsna kpi kpis ld lgbt lgbtq los lpa ltc ltcs mdt mdts
    mecc mh mhld mhst mou mp nhs nhse nhsei nice nmc obc ooh opex ot pcn pcns pct pdsa phm pho pid pip pmo ppg ppgs
    ppi qa qi qof rag rcgp rn rtt sbar sdec sdoh send sla slas snomed sop sro stp str swot tbc tor ttr twr uc uec uk
    utc vcfs vcfse vcs vcse vol vso wte
    """
)
"""Terms that everybody uses: an organisation whose initials are one of these is not recognised by them."""

JOINERS = _words("a an and at by for from in into of on or the to upon with within")
"""Words between the words of a name."""

GENERIC = _words(
    """
    academic academy action acute adult adults advice advocacy agencies agency aid alliance ambulance and area areas
    association authorities authority board borough british business cancer care carer carers caring central centre
    centres charitable charities charity child children childrens churches cic cio citizens city civic clinic
    clinical clinics collaborative college combined commission commissioner commissioners commissioning committee
    communities community company connect consortium coordination corporation council councils counselling county
    dementia dental department disabilities disability disabled district districts doctors domiciliary east eastern
    education elderly emergency england english enterprise environment executive families family federation
    federations fire forum forums foundation friends ft general government gp gps great greater group groups head
    health healthcare help home homes hospice hospices hospital hospitals house houses housing icb ics inclusion
    independent infirmary information institute integrated integration integrator interface joint lead leaders
    leadership leads learning leisure library life limited link links living llp local london ltd maternity medical
    medicine member members mental metropolitan midlands ministry minority municipal national neighbourhood
    neighbourhoods network networks new nhs north northern nurses nursing office older organisation organisations
    outreach palliative parish partner partners partnership partnerships patient patients pcn people peoples
    pharmacies pharmacist pharmacists pharmacy place places plc police practice practices primary prison probation
    programme project projects provider providers psychological public recovery region regional rehabilitation
    rescue residential residents royal rural safeguarding school schools secondary sector senior service services
    shire social society south southern specialist staff state support supported surgeries surgery sustainability
    team teams therapies therapy third together town training transformation transport trust trustee trustees trusts
    uk unit units university urgent user users village voluntary volunteer volunteering volunteers ward welfare
    wellbeing west western women womens work young youth
    """
)
"""Words of organisations' names that many of them share, and roles. Alone, they are only a self-description."""

COMMON = _words(
    """
    able about above abroad abuse accept access account achieve across act acted acting active acts actual add added
    adding address adjust admin admit adopt advance affect after again against agenda ages agree agreed agreeing
    ahead aim aimed aims air alert alerts align aligned aligns all allow allowed almost alone along already also
    although always am ambition among amount analysis another answer answers any anyone anything apart appear apply
    approach appropriate are areas arent arise around arrange art as aside ask asked asking asks aspect assess asset
    assets assist assume asthma attend aware away baby back backed bad badly balance ban bank banks bar bare barely
    barrier barriers base based basic basis be beach bear bears beat became because become bed beds been bees before
    began begin beginning begun behind being belief believe bell belong below bench benefit benefits best better
    between beyond bias bid bids big bike bill bills birds bit bites bits blame blank blend block blocks blood blue
    boards boats bodies body bold bond bones book booked books boots born both bottom bound bowl box boy brain
    branch brand brave bread breadth break breaks bride bridge brief bring brings broad broader broke broken brook
    brought brown budget budgets build building builds built bulk bull burden burn bus bush busy but butler button
    buy buys cake call called calls calm came camp campus can candle cannot cant cap capable capacity cape car card
    cards care careful carefully cares carried carry cars carter case caseload cases cash catch cater caught cause
    caused causes cave cell cent certain chain chair challenge challenges chance change changed changes changing
    chart charter chase chat cheap check checks chest chief chiefs choice choices choose chose chosen church cite
    claim clan clarity class clause clean clear clearer clearly click clinician clinicians clock close closed
    closely closer clown club clue coach coaching coast coat code coin cold comb come comes comfort coming comment
    comments commit commitment common company compare complete complex concern concerns condition conditions
    confident connected consent consider consistent contact contain content context continue contract control
    conversation cook cool cope copies copy cord core corn corner correct cost costly costs could couldnt counsel
    country counts couple course court cover covered covers crack craft crash cream create created credit crew crime
    crisis crops cross crowd crown cruel cry cup curb cure current currently curve cut cuts cycle daily dale damage
    dance danger dare dark dash dashboard data date dated dates daughter dawn day days dead deaf deal deals dean
    dear death debate debt decade decide decided decision decisions dedicate deep deeper deeply defer define degree
    delay delayed delays deliver delivered delivery demand denial dental deny depend depends depth derive describe
    design designed desire desk despite detail details develop developed developing development did didnt diet
    differ difference different differently difficult dig digital dine dinner direct direction director dirt
    discharge discharges discuss disease dish ditch dive do dock doctor does doesnt dog doing done dont door doors
    dose dot double doubt down draft drag drain dramatic drank draw drawn draws dream dress drift drink drive driven
    driver drivers drop drops drown drug drugs drum dry due dull dumb during dust duty each earl earlier early earn
    earth ease easier easily easy eat eats echo eco edge edit effect effective effectively effort efforts eight
    either elect eleven elite elm else embed embedded embedding emerge emerging empty enable enabled enables
    encourage end ended ending ends energy engage engaged engagement engaging enjoy enough ensure ensures enter
    entire entry epic equal equity era error escalate escalation especially essay essential establish established
    estate estates evaluate even evening event events ever every everyone everything evidence exact exactly exam
    example excellent except exchange exist existing exists exit expect expected expert explain explore express
    extend extended extra eye eyes face faces facing fact factor facts fade fail failed fair fairly faith fall falls
    false fame fan fancy far fare farm fast faster fate father fault favour fear feature feed feedback feel feels
    fees feet fell felt fence ferry fever few fewer fiction field fields fifth fifty fight figure file fill filled
    film fin final finally finance find finding finds fine finger finish firm firmly first fish fist fit fits five
    fix fixed fixes flag flat fleet flesh flew flight float flood floor flow flower flowing flows fly foam focus
    focused fog fold folk follow followed following food foot force forced ford forest forget fork form formal forms
    fort forth fortune forward found four fourth fox frail frailer frailty frame framework frameworks frank free
    freed freely frequent fresh friday friend from front frontline frost fuel full fuller fully fun function
    functional fund funded funding funds further fuse future gain gained gains gallery game gap gaps garden gas gate
    gather gave gaze gear geared generally gentle gently genuine get gets getting giant gift girl give given gives
    giving glad glance glass globe glory glove go goal goals god goes going gold golf gone good got govern
    governance grab grace grade grain grand grant grants graph grasp grass grave gravity gray green greet grew grey
    grid grief grim grip gross ground grow growing grown grows growth guard guess guest guide guided guides guilt
    gun guy habit had hadnt hair half hall hammer hand handed handle handover hands hang happen happened happening
    happens happy hard harder hardly harm has hasnt hat hate have havent having hay he heading heads heal hear heard
    hearing hears heart heat heaven heavily heavy hedge heel height held hello helped helpful helping helps hence
    her here hero hers herself hidden hide high higher highly hill him himself hint hire hired his history hit hits
    hold holding holds hole holes holiday holy honest honesty honey hook hope hopes horn horse host hosted hostile
    hosting hot hour hours how however hub hubs hug huge human hunger hunt hunter hurt i ice id idea ideal ideas
    identified identify idle if ill illness im image impact implement important improve improved improvement
    improving inch include included includes including increase increasingly indeed index individual individuals
    inform informal informed initial initiative ink inner input inputs inside instead interest intervention intro
    invest invited invites involve involved iron is island isnt isolated issue issues it item items its itself ive
    jacket jail job jobs join joined joining joins joke journey joy judge juice july jump june junior just keen keep
    keeping keeps kept key kick kids kill kind kinds king kitchen knee knew knife knock know knowing knowledge known
    knows lab label lack lacking lacks ladder lady laid lake lamp land lane language lap lapse laptop large largely
    larger last late later latest laugh launch law laws lay layer layers leaf leak lean leaner leap learn learned
    learner learns learnt least leave leaves leaving led left leg legal lend length lens lent less lesson lessons
    let lets letter letters level levels liberal lid lie lies lift light like likely limb limit limits line lines
    lion lip list listed listen listened lists little live lived lives load loan lock log logic logs lone long
    longer look looked looking looks loop loose lord lose loss lost lot lots loud love loved low lower lowest luck
    lump lunch lung machine mad made magic maid mail main mainly maintain major majority make makes making man
    manage managed management manager managers manages manner many map mapped mapping maps march margin marginal
    marine mark marked market marks marry mask mason mass master match matched mate math matter matters mature
    maturing maturity may maybe me meal mean meaning means meant measure measured measures meat medal media meet
    meeting meetings meets melt memory men mention menu mercy mere merely merit mess message met metal meter method
    mice mid middle might mild mile miles mill mind mindful minds mine minor minute minutes mirror miss missed
    missing mission mist mix mixed mobile mode model models moderate modern moment monday money monitor month
    monthly months mood moon moor moral more morning most mostly mother motion motor mount mouse mouth move moved
    movement moves moving much mud mum muscle museum music must mutual my myself nail name named names narrow nature
    near nearly neat neck need needed needing needle needs neither nerve nest net never next nice night nights nil
    nine no noble nobody nod node noise none nor normal nose not note noted notes nothing notice notices novel now
    nowhere number numbers nurse nut oak obey object obvious occasion occur ocean odd of off offer offered offers
    often oil old olive once one ones ongoing only onto open opened opening openly opens opera operational opinion
    opt option options oral orange order ordered orders ordinary organ origin other others otherwise ought our ours
    ourselves out outcome outcomes outer outside oven over overall own owned owner owners ownership owns pace pack
    page pages paid pain paint pair pale palm pan panel pants paper papers parade parallel parcel pardon parent
    parents park parking part partial partially parties partly parts party pass passed past patch path paths pathway
    pathways patience patrol pattern patterns pause pay paying peace peak pearl peer peers pen pepper per percent
    perfect perform perhaps period permit person personal personalised pet phase phone photo physical piano pick
    picked picture piece pieces pig pile pill pilot piloted pilots pin pine pink pipe pit pitch plan planet planned
    planner planning plans plant plastic plate play played player players plenty plot plus poem poet point pointing
    points pole policies policy poll pond pool poor poorer poorly pop pope population port pose position positive
    possible post posts pot potential potter pound pour poverty power powers practical praise pray prefer prepare
    present press pressing pressure pressures prevent prevention price prices pride priest prince print prior
    priorities priority privacy private prize proactive probably problem problems procedure process processes
    produce professional professionals profit progress progressing promise promote proof proper properly proposal
    proposals prospect protect proud prove proved proven provide provided provides pull pulled pump pupil pure
    purpose pursue push pushed put puts putting qualify quality quarter quarterly queen question questions queue
    quick quicker quickly quiet quit quite quote race rack radio rage raid rail rain raise raised raises ran range
    ranges rank rapid rapidly rare rarely rat rate rated rates rather ratio raw reach reached reaches react read
    reader readily reading reads ready real realise really rear reason reasons rebuild recall receive received
    receives recent recently record recorded records recover recruit red redesign reduce reduced reduces refer
    referral referrals referred reflect reform regard regular regularly reject relate related relation relations
    relationship relationships relative relax relevant reliable relief rely remain remains remember remove rent
    repair repeat reply report reported reports request require required requires reserve reset resident resource
    resources respect respond response responsibility rest result results retain return reuse reveal review reviewed
    reviews reward rewrite rhythm rice rich rid ride rifle right rights rigid ring ripe rise risen rising risk risks
    risky ritual rival river road roads rob rock role roles roll rolled room rooms root roots rope rose rota rotas
    rough roughly round rounds route routes routine row royal rub rude ruin rule rules run running runs rural rush
    sad safe safely safer safety said sail sake salad sale salt same sand sat saturday sauce save saved saving
    savings saw say saying says scale scaled scan scared scene scheme schemes scholar science scope score scores
    scout screen screening sea seal search season seat second secret section secure secured see seed seeing seek
    seem seems seen sees seize select self sell send sends senior sense sensible sent separate separately series
    serious serve served serves session sessions set sets setting settings settle settled seven several severe sew
    shade shadow shake shall shallow shame shape shaped shapes share shared shares sharing sharp she sheep sheet
    shell shelter shift shifted shifts shine ship shirt shock shoe shoot shop shore short shortage shorter shortly
    shot should shoulder shouldnt shout show shower showing shown shows shut shy sick side sides sigh sight sign
    signal signed signpost signs silence silent silk silly silo siloed silos silver similar simple simpler simply
    sin since single sink sir sister sit site sites sits six sixth sixty size skill skilled skills skin skip sky
    slack slave sleep slice slide slight slightly slip slope slot slots slow slowed slower slowly small smaller
    smart smell smile smoke smooth snap snow so soap soft software soil sold soldier sole solid solution solve some
    someday someone something sometimes somewhere son song soon sooner sorry sort sought soul sound sounds soup
    source sources space spaces spare speak speaking speaks special speed spend spending spent spin spirit spite
    split spoil spoke spoken spoon sport spot spray spread spring square stable stack staffed stage stages stair
    stake stale stall stalled stamp stand standard standards standing stands star stare stark stars start started
    starting starts stated stately statement states station status stay steady steal steam steel steep steer
    steering stem step stepped steps sterling stick stiff still stir stock stomach stone stood stop stopped stops
    store stories storm story stove straight strand strands strange strategic strategies strategy stream street
    strength stress stretch stretched string strip stroke strong stronger strongly structure structures struggle
    stuck student studio study stuff stupid style subject success successful such sudden suffer sugar suggest suit
    suited sum summer sun sunday sure surely surface surge survey surveys survive suspect swap swear sweat sweep
    sweet swell swift swim swing switch sword symbol symptom system systems table tables tackle tail take taken
    takes taking tale talent talk talked talking talks tall tank tap tape target targeted targets task tasks taught
    tax taxi tea teach teaching tear technical technology teeth tell telling tells temper temple ten tend tended
    tender tends tense tent term terms terrible test tested testing tests text than thank thanks that thats the
    theft their theirs them theme themes themselves then theory there therefore theres these they theyd theyre
    theyve thick thief thin thing things think thinking thinks thinly thirty this thorough those though thought
    thoughts thousand thread threat three thrive thriving throat through throughout throw thumb thursday thus tick
    tide tie tied tier tiers ties tight tightly till time timely times timing tin tiny tip tired tissue title to
    today toe told tomorrow ton tone tongue tonight too took tool tools tooth top topic torn tory toss total touch
    touched tough tour toward towards tower toy trace track tracked tracks trade trail train trained trains transfer
    transition translate trap travel tray treat treated treatment tree trend trends trial trials tribe trick tried
    tries trip triple troop trouble truck true truly trunk trusted trusting truth try trying tube tuesday tune turn
    turned turner turning turns twelve twenty twice twin two type types typical ugly uncle under understand
    understanding understood uneven union unique united unity unless unlike until unwell up update updated updates
    upon upper upset urban urge us usage use used useful uses using usual usually vacant vague valid value valued
    values van variation varied varies various vary vast vehicle vein venture verb verse version versus very veto
    via vice victim victory view viewed views virtual virtue virus visible vision visit visited visits vital voice
    voices volume vote wage wagon wait waited waiting waits wake walk walked wall want wanted wants war wards warm
    warmth warn warrior was wash wasnt waste watch water wave wax way ways we weak weaker wealth weapon wear web wed
    wednesday weed week weekend weekly weeks weigh weight welcome well went were werent weve what whatever whats
    wheat wheel when where whereas whether which while whip whisper white who whole wholly whom whose why wide
    widely wider width wife wild will willing willingness win wind window wine wing winner winter wipe wire wise
    wish with without witness wonder wont wood wool word words worked worker workers workforce working works
    workshop workshops world worn worry worse worst worth would wouldnt wound wrap wrist write writing written wrong
    yard yarn year years yellow yes yesterday yet yield you youngster your youre yours youve zero zone zones
    """
)
"""Ordinary English, as comments use it."""

ORDINARY = ACRONYMS | JOINERS | GENERIC | COMMON
